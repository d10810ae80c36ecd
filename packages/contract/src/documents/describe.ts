import type { Namespace, Operation } from '../define.ts';
import { type ErrorCode, errorCodes, errorTable } from '../errors.ts';

/** The feature that an operation belongs to: what stands before the `.` or `:` of its name. */
export function areaOf(operation: Operation): string {
  return operation.name.split(/[.:]/, 1)[0] ?? operation.name;
}

/** The areas of the operations, in the order of the contract. */
export function areasOf(operations: readonly Operation[]): string[] {
  return [...new Set(operations.map(areaOf))];
}

/** What a namespace is called where a name takes no slash. */
export function channelName(namespace: Namespace): string {
  return namespace === '/' ? 'root' : namespace.slice(1);
}

/** Every code that a call may be refused with: its own, and those that any call may meet. */
export function refusalsOf(operation: Operation): ErrorCode[] {
  const codes = new Set<ErrorCode>([...operation.errors, 'invalid_input', 'rate_limited']);
  if (operation.access !== 'anyone') codes.add('unauthenticated').add('account_suspended');
  // In the order of the table, whatever the order of the declaration.
  return errorCodes.filter((code) => codes.has(code));
}

/** The same codes by HTTP status, the statuses ascending. */
export function refusalsByStatus(operation: Operation): [status: number, codes: ErrorCode[]][] {
  const byStatus = Map.groupBy(refusalsOf(operation), (code) => errorTable[code].status);
  return [...byStatus].toSorted(([left], [right]) => left - right);
}

/** The names of the `:parameters` in a path, in their order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name);
}

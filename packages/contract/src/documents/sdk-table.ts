import type { EventDefinition, Operation } from '../define.ts';
import { errorTable } from '../errors.ts';

/**
 * What the SDK needs of the contract when it runs, as the text of one of its files: data only, so that no
 * schema, and nothing that reads schemas, goes to browsers.
 */
export function sdkTable(
  operations: readonly Operation[],
  events: readonly EventDefinition[],
): string {
  const rows = operations
    .filter(({ name }) => !/^(chat|social)[.:]/.test(name))
    .map((operation) => line(`  '${operation.name}':`, rowOf(operation)));
  const names = events.filter(({ namespace }) => namespace === '/v1').map(({ name }) => name);
  const statuses = Object.entries(errorTable).map(([code, { status }]) => `  ${code}: ${status},`);
  return [
    '/** Written by `npm run documents` from the contract. */',
    '',
    '/** The operations: method and path, `open` without a token, `socket` over the socket too, and files. */',
    'export const callRows: Readonly<Record<string, string>> = {',
    ...rows,
    '};',
    '',
    '/** The events of `/v1`. */',
    'export const eventNames: readonly string[] = [',
    ...names.map((name) => `  '${name}',`),
    '];',
    '',
    '/** Each error code with its HTTP status. */',
    'export const errorStatuses = {',
    ...statuses,
    '} as const;',
    '',
  ].join('\n');
}

/** As the formatter has it. */
function line(key: string, value: string): string {
  const whole = `${key} ${value},`;
  return whole.length <= 100 ? whole : `${key}\n    ${value},`;
}

/** `POST /api/v1/media socket upload`; `socket` alone where there is no REST. */
function rowOf({ access, rest, socket }: Operation): string {
  const words = [
    ...(rest ? [rest.method, `${rest.prefixes[0] ?? ''}${rest.path}`] : []),
    ...(access === 'anyone' ? ['open'] : []),
    ...(socket ? ['socket'] : []),
    ...(rest && rest.file !== 'none' ? ['upload'] : []),
    ...(rest?.answer === 'file' ? ['download'] : []),
  ];
  return `'${words.join(' ')}'`;
}

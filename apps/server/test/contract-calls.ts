import type { Operation } from '@xom/contract/define';
import { type ErrorCode, errorTable, isErrorCode } from '@xom/contract/errors';
import { expect } from 'vitest';
import type { Answer } from './people.ts';

/** One way of reaching an operation: its route under one prefix, or its event. */
export type Door = { kind: 'rest'; prefix: string } | { kind: 'socket'; namespace: string };

/** What a call came down to: success, or the code of the refusal. */
export type Verdict = 'ok' | ErrorCode;

/** Every door that the contract gives an operation. */
export function doorsOf(operation: Operation): Door[] {
  const doors: Door[] = [];
  for (const prefix of operation.rest?.prefixes ?? []) doors.push({ kind: 'rest', prefix });
  if (operation.socket) doors.push({ kind: 'socket', namespace: operation.socket.namespace });
  return doors;
}

/** How a test's name says which door. */
export function doorName(operation: Operation, door: Door): string {
  if (door.kind === 'rest')
    return `${operation.rest?.method} ${door.prefix}${operation.rest?.path}`;
  return `${door.namespace} emit ${operation.socket?.event}`;
}

export interface RestCall {
  method: string;
  path: string;
  body: unknown;
}

/** An input as the REST door takes it: fields of the path, then the query or a JSON body; a form with a file. */
export function restCall(
  operation: Operation,
  prefix: string,
  input: Record<string, unknown>,
  file?: Blob,
): RestCall {
  const { rest } = operation;
  if (!rest) throw new Error(`${operation.name} has no REST door`);
  const left = new Map(Object.entries(input));
  const path = rest.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = left.get(name);
    left.delete(name);
    return encodeURIComponent(String(value));
  });
  const { method } = rest;
  if (file) return { method, path: prefix + path, body: formOf(left, file) };
  if (method === 'GET' || method === 'DELETE') {
    const query = queryOf(left);
    return { method, path: `${prefix}${path}${query && `?${query}`}`, body: undefined };
  }
  return { method, path: prefix + path, body: Object.fromEntries(left) };
}

function formOf(fields: ReadonlyMap<string, unknown>, file: Blob): FormData {
  const form = new FormData();
  form.append('file', file, 'picture.png');
  for (const [name, value] of fields) form.append(name, String(value));
  return form;
}

function queryOf(fields: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) if (value !== undefined) query.append(name, String(value));
  return query.toString();
}

/** Holds an answer of REST against the one shape of all answers. */
export function restVerdict(operation: Operation, answer: Answer): Verdict {
  const { status, body } = answer;
  if (status >= 400) return restRefusal(answer);
  if (operation.rest?.answer === 'file') {
    expect([200, 206, 304]).toContain(status);
    return 'ok';
  }
  expect(body, 'a shaped success').toEqual({
    status: 'success',
    statusCode: operation.rest?.status,
    data: expect.anything(),
  });
  expect(status).toBe(operation.rest?.status);
  return 'ok';
}

/** Holds a refusal of REST against the one shape of all refusals. */
export function restRefusal({ status, headers, body }: Answer): ErrorCode {
  expect(headers.get('content-type'), 'the type of a refusal').toContain('application/json');
  expect(body, 'a shaped refusal').toMatchObject({ status: 'error', statusCode: status });
  const { status: _, statusCode: _same, ...refusal } = body;
  const code = refusalCode(refusal);
  // A range beyond the end of a file has a status of its own.
  if (status !== 416) expect(status, `the status of ${code}`).toBe(errorTable[code].status);
  if (code === 'rate_limited') expect(headers.get('retry-after')).toMatch(/^\d+$/);
  return code;
}

/** What follows the name of an operation's event: the input, or the fields of it that are its arguments. */
export function eventArguments({ socket }: Operation, input: Record<string, unknown>): unknown[] {
  const names = socket?.arguments;
  return names ? names.map((name) => input[name]) : [input];
}

/** Holds the ack of an operation's event against its shape: a bare one is the output itself. */
export function eventVerdict({ socket, output }: Operation, ack: unknown): Verdict {
  if (socket?.ack !== 'bare' || isRefusal(ack)) return ackVerdict(ack);
  expect(output.safeParse(ack).error, 'a bare ack').toBeUndefined();
  return 'ok';
}

/** Holds an ack against the two shapes of acks. */
export function ackVerdict(ack: unknown): Verdict {
  expect(ack, 'an ack').toMatchObject({ status: expect.stringMatching(/^(success|error)$/) });
  // Just above.
  const { status, ...fields } = ack as { status: string };
  return status === 'success' ? 'ok' : refusalCode(fields);
}

function isRefusal(ack: unknown): boolean {
  return typeof ack === 'object' && ack !== null && 'status' in ack && ack.status === 'error';
}

/** A code of the table, its text for people, perhaps details, and nothing more. */
export function refusalCode(refusal: unknown): ErrorCode {
  expect(refusal, 'the parts of a refusal').toEqual({
    error: expect.any(String),
    message: expect.any(String),
    ...(hasDetails(refusal) && { details: expect.any(Object) }),
  });
  // Just above.
  const { error, message } = refusal as { error: string; message: string };
  if (!isErrorCode(error)) throw new Error(`${error} is no code of the table`);
  expect([errorTable[error].en, errorTable[error].vi], 'the text of the table').toContain(message);
  return error;
}

function hasDetails(refusal: unknown): boolean {
  return typeof refusal === 'object' && refusal !== null && 'details' in refusal;
}

import type { Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { emit, record, settle, type TestPerson } from './people.ts';

/** What seeds 001 and 002 are walked with: a stock client of the namespace `/`, and what it hears. */

export type Heard = [event: string, payload: unknown][];

export interface Social {
  socket: Socket;
  /** All that it heard, from its first moment on. */
  heard: Heard;
}

export const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** A socket on `/` that has heard what comes at the start. */
export async function social(person: TestPerson): Promise<Social> {
  let heard: Heard = [];
  const socket = await person.connect('/', (opening) => {
    heard = record(opening);
  });
  await settle(socket);
  return { socket, heard };
}

/** The same, and what came at the start is forgotten. */
export async function listening(person: TestPerson): Promise<Social> {
  const client = await social(person);
  client.heard.length = 0;
  return client;
}

/** The whole ack of what was refused. @param fields those that it names as at fault */
export function refused(error: string, ...fields: string[]) {
  const details = Object.fromEntries(fields.map((field) => [field, expect.any(String)]));
  return {
    status: 'error',
    error,
    message: expect.any(String),
    ...(fields.length > 0 && { details }),
  };
}

/** Each is acked so, and nothing is emitted. */
export async function expectRefused(
  { socket, heard }: Social,
  event: string,
  calls: readonly (readonly [given: readonly unknown[], error: string, ...fields: string[]])[],
): Promise<void> {
  const before = heard.length;
  for (const [given, error, ...fields] of calls) {
    const ack = await emit(socket, event, ...given);
    expect([given, ack]).toEqual([given, refused(error, ...fields)]);
    // Without an ack: in silence.
    socket.emit(event, ...given);
  }
  await settle(socket);
  expect(heard.slice(before)).toEqual([]);
}

/** A call is acked with this, and the socket that asked is sent the very same. */
export async function expectAnswer(
  { socket, heard }: Social,
  [event, ...given]: readonly [event: string, ...given: unknown[]],
  answerEvent: string,
  answer: unknown,
): Promise<void> {
  heard.length = 0;
  expect(await emit(socket, event, ...given)).toEqual(answer);
  await settle(socket);
  expect(heard).toEqual([[answerEvent, answer]]);
  // The ack may be left out.
  heard.length = 0;
  socket.emit(event, ...given);
  await settle(socket);
  expect(heard).toEqual([[answerEvent, answer]]);
}

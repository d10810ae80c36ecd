import { operations } from '@xom/contract/contract';
import type { Operation } from '@xom/contract/define';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CallerName,
  callers,
  isInsider,
  isPerson,
  people,
  verdictFor,
} from './caller-matrix-callers.ts';
import type { Case, Given } from './caller-matrix-case.ts';
import { describeEvents } from './caller-matrix-event-tests.ts';
import { describeHandshakes } from './caller-matrix-handshakes.ts';
import { describeRooms } from './caller-matrix-rooms.ts';
import { rows } from './caller-matrix-rows.ts';
import { type Caller, secret, World } from './caller-matrix-world.ts';
import {
  type Door,
  doorName,
  doorsOf,
  eventArguments,
  eventVerdict,
  restCall,
  restVerdict,
  type Verdict,
} from './contract-calls.ts';
import { call, emit } from './people.ts';

let world: World;
beforeAll(async () => {
  world = await World.build();
});
afterAll(async () => world?.end());

it('every operation has a row, and every row an operation', () => {
  const names = operations.map(({ name }) => name);
  expect(Object.keys(rows).toSorted()).toEqual(names.toSorted());
  expect(names).toHaveLength(new Set(names).size);
});

describe.each<Operation>([...operations])('$name', (operation) => {
  // Looked up by name: an operation without a row fails the test above, not the collection of all.
  const cases = new Map<string, readonly Case[]>(Object.entries(rows)).get(operation.name) ?? [];
  for (const one of cases) {
    for (const door of doorsOf(operation)) {
      for (const name of callersOf(one, door)) {
        const expected = one.but?.[name] ?? verdictFor(one.answersAs ?? operation.access, name);
        const title = [doorName(operation, door), one.what, name].filter(Boolean).join(' · ');
        // Who is nobody changes nothing, so those need not wait for each other.
        const test = isPerson(name) ? it : it.concurrent;
        test(`${title} → ${expected}`, async () => {
          const isThrowaway = one.endsCaller === true && isPerson(name);
          const caller = isThrowaway ? await world.twin(name) : world.caller(name);
          try {
            await holdCell(operation, one, { door, caller, expected });
          } finally {
            if (isThrowaway) caller.person?.disconnect();
          }
        });
      }
    }
  }
});

/**
 * Who has no good token gets no socket (see the handshakes), and is refused before anybody looks at what is
 * special about a call: of that, the plain call shows enough.
 */
function callersOf({ what, but = {} }: Case, door: Door): readonly CallerName[] {
  if (door.kind === 'socket') return people;
  if (what === undefined) return callers;
  return callers.filter((name) => isPerson(name) || but[name] !== undefined);
}

/** One cell: the answer is the expected one, a refusal changes nothing, and no answer tells too much. */
async function holdCell(
  operation: Operation,
  one: Case,
  { door, caller, expected }: { door: Door; caller: Caller; expected: Verdict },
): Promise<void> {
  const given = await one.given(world, caller);
  const mustKeep = expected !== 'ok' && caller.person !== null;
  const before = mustKeep ? await world.fingerprint() : null;
  const { verdict, answer } = await reach(operation, door, given, caller);
  expect(verdict).toBe(expected);
  if (mustKeep) expect(await world.fingerprint(), 'a refusal changed something').toEqual(before);
  holdDiscretion(operation, caller, JSON.stringify(answer));
}

async function reach(
  operation: Operation,
  door: Door,
  { input, file }: Given,
  { name, token, person }: Caller,
): Promise<{ verdict: Verdict; answer: unknown }> {
  if (door.kind === 'rest') {
    const { method, path, body } = restCall(operation, door.prefix, input, file);
    const answer = await call(world.server, method, path, { token, body });
    return { verdict: restVerdict(operation, answer), answer: answer.body };
  }
  if (!person || !isPerson(name) || !operation.socket) throw new Error('nobody to hold the socket');
  const isOfTheCast = person === world.cast[name];
  const socket = isOfTheCast
    ? world.socket(name, door.namespace)
    : await person.connect(door.namespace);
  const given = eventArguments(operation, input);
  const answer: unknown = await emit(socket, operation.socket.event, ...given);
  return { verdict: eventVerdict(operation, answer), answer };
}

/** The group's words are for the group, and an e-mail is for its owner and for admins. */
function holdDiscretion(operation: Operation, { name, person }: Caller, answer = ''): void {
  if (!isInsider(name)) expect(answer).not.toContain(secret);
  if (operation.access === 'anyone' || name === 'admin') return;
  const mails = answer.match(/[\w.]+@example\.org/g) ?? [];
  expect(mails.filter((mail) => mail !== `${person?.username}@example.org`)).toEqual([]);
}

describeHandshakes(() => world);
describeRooms(() => world);
describeEvents(() => world);

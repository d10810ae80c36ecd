import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Answer, register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

/** What the tests of friends and blocks share: a server, and people who act through its doors. */

export const api = '/api/v1';
export const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

export let server: TestServer;
let people: TestPerson[] = [];

/** A server for the tests of this file; everybody leaves after each. */
export function serveTests(): void {
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterEach(() => {
    for (const person of people.splice(0)) person.disconnect();
  });
  afterAll(() => server.stop());
}

export async function newcomers(count: number): Promise<TestPerson[]> {
  const made: TestPerson[] = [];
  for (let index = 0; index < count; index += 1) made.push(await register(server));
  people = [...people, ...made];
  return made;
}

export async function two(): Promise<[TestPerson, TestPerson]> {
  const [a, b] = await newcomers(2);
  if (!a || !b) throw new Error('two people were asked for');
  return [a, b];
}

export const ask = (from: TestPerson, to: { id: string }): Promise<Answer> =>
  from.post(`${api}/friends/requests`, { userId: to.id });
export const accept = (who: TestPerson, asker: { id: string }): Promise<Answer> =>
  who.post(`${api}/friends/requests/${asker.id}/accept`);
export const decline = (who: TestPerson, asker: { id: string }): Promise<Answer> =>
  who.post(`${api}/friends/requests/${asker.id}/decline`);
export const unfriend = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.delete(`${api}/friends/${other.id}`);
export const block = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.put(`${api}/users/${other.id}/block`);
export const unblock = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.delete(`${api}/users/${other.id}/block`);

export async function friends(): Promise<[TestPerson, TestPerson]> {
  const [a, b] = await two();
  await ask(a, b);
  expect((await accept(b, a)).status).toBe(200);
  return [a, b];
}

export async function direct(a: TestPerson, b: TestPerson): Promise<string> {
  const made = await a.post(`${api}/conversations`, { isGroup: false, memberIds: [b.id] });
  expect(made.status).toBe(201);
  return made.body.data.id;
}

/** The ids of the people in a list. */
export async function listed(who: TestPerson, path: string): Promise<string[]> {
  const answer = await who.get(api + path);
  expect(answer.status).toBe(200);
  return answer.body.data.items.map((item: { user: { id: string } }) => item.user.id);
}

export const refusal = (code: string) => ({ body: { status: 'error', error: code } });
export const eventsOf = (received: [string, unknown][], name: string): unknown[] =>
  received.filter(([event]) => event === name).map(([, payload]) => payload);

/** What is stored of two people, in the order of the statuses. */
export async function rowsBetween(a: TestPerson, b: TestPerson): Promise<{ status: string }[]> {
  const { rows } = await server.pool.query<{ status: string }>(
    `select status from friendships
     where (user_id = $1 and friend_id = $2) or (user_id = $2 and friend_id = $1) order by status`,
    [a.id, b.id],
  );
  return rows;
}

import type { Message } from '@xom/contract/message-shape';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Answer, register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

/** What the tests of what happens to messages share: a server, and people who act through its doors. */

export const api = '/api/v1';
export let server: TestServer;
let people: TestPerson[] = [];

/** A server for the tests of this file; everybody leaves after each. */
export function serveTests(settings: Record<string, string> = {}): void {
  beforeAll(async () => {
    server = await startTestServer(settings);
  });
  afterEach(() => {
    for (const person of people.splice(0)) person.disconnect();
  });
  afterAll(() => server.stop());
}

/** So many newcomers in a group; the first is its owner. */
export async function groupOf<Count extends 2 | 3 | 4>(
  _count: Count,
): Promise<{ id: string; people: PeopleOf[Count] }>;
export async function groupOf(count: number): Promise<{ id: string; people: TestPerson[] }> {
  const made = await newcomers(count);
  const [owner, ...others] = made;
  const memberIds = others.map(({ id }) => id);
  const { id } = done(await owner?.post(`${api}/conversations`, { isGroup: true, memberIds }));
  return { id, people: made };
}

interface PeopleOf {
  2: [TestPerson, TestPerson];
  3: [TestPerson, TestPerson, TestPerson];
  4: [TestPerson, TestPerson, TestPerson, TestPerson];
}

/** Two newcomers and their direct conversation. */
export async function directOf(): Promise<{ id: string; people: PeopleOf[2] }> {
  const [a, b] = await newcomers(2);
  if (!a || !b) throw new Error('nobody');
  const body = { isGroup: false, memberIds: [b.id] };
  return { id: done(await a.post(`${api}/conversations`, body)).id, people: [a, b] };
}

export async function newcomers(count: number): Promise<TestPerson[]> {
  const made = await Promise.all(Array.from({ length: count }, () => register(server)));
  people = [...people, ...made];
  return made;
}

/** The data of an answer that the test cannot do without. */
// oxlint-disable-next-line typescript/no-explicit-any
export function done(answer: Answer | undefined): any {
  if (!answer || answer.status >= 300) throw new Error(JSON.stringify(answer?.body));
  return answer.body.data;
}

export async function send(
  who: TestPerson,
  conversationId: string,
  body: object | string = 'xin chào',
): Promise<Message> {
  const given = typeof body === 'string' ? { content: body } : body;
  return done(await who.post(`${api}/conversations/${conversationId}/messages`, given));
}

/** What a person's list says of a message; undefined: it is not there. */
export async function seen(who: TestPerson, message: Message): Promise<Message | undefined> {
  const path = `${api}/conversations/${message.conversationId}/messages?limit=100`;
  const items: Message[] = done(await who.get(path)).items;
  return items.find(({ id }) => id === message.id);
}

export async function conversationOf(who: TestPerson, id: string) {
  return done(await who.get(`${api}/conversations/${id}`));
}

/** What sync brings somebody who holds a conversation up to a version. */
export async function synced(who: TestPerson, id: string, version: number): Promise<Message[]> {
  const conversations = [{ id, version }];
  return done(await who.post(`${api}/sync`, { conversations })).messages;
}

export const react = (who: TestPerson, { id }: Message, emoji: string) =>
  who.put(`${api}/messages/${id}/reactions/${encodeURIComponent(emoji)}`);
export const unreact = (who: TestPerson, { id }: Message, emoji: string) =>
  who.delete(`${api}/messages/${id}/reactions/${encodeURIComponent(emoji)}`);
export const edit = (who: TestPerson, { id }: Message, content: string | null) =>
  who.patch(`${api}/messages/${id}`, { content });
export const recall = (who: TestPerson, { id }: Message) => who.put(`${api}/messages/${id}/recall`);
export const hide = (who: TestPerson, { id }: Message) => who.delete(`${api}/messages/${id}`);

/** The shape of a refusal, with what it says of a field. */
export const refusal = (error: string, details?: Record<string, unknown>) => ({
  body: { status: 'error', error, ...(details && { details }) },
});

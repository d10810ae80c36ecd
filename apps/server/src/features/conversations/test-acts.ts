import { expect } from 'vitest';
import { type Answer, next, type TestPerson } from '../../../test/people.ts';
import { api } from '../people/test-acts.ts';

/** What the tests of conversations share: acts through the doors. */

export async function group(owner: TestPerson, ...others: TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const made = await owner.post(`${api}/conversations`, { isGroup: true, name: 'Nhóm', memberIds });
  expect(made.status).toBe(201);
  return made.body.data.id;
}

export const pathOf = (conversationId: string): string => `${api}/conversations/${conversationId}`;

/** Sends a text. @returns the message's id */
export async function say(
  who: TestPerson,
  conversationId: string,
  content: string,
): Promise<string> {
  const sent = await who.post(`${pathOf(conversationId)}/messages`, { content });
  expect(sent.status).toBe(201);
  return sent.body.data.id;
}

/** What a person reads there, the oldest first. */
export async function contents(
  who: TestPerson,
  conversationId: string,
): Promise<(string | null)[]> {
  const { body } = await who.get(`${pathOf(conversationId)}/messages?limit=100`);
  return body.data.items.map(({ content }: { content: string | null }) => content).toReversed();
}

/** The ids of the conversations that a person's list shows. */
export async function shown(who: TestPerson, query = ''): Promise<string[]> {
  const { body } = await who.get(`${api}/conversations?limit=100${query}`);
  return body.data.items.map(({ id }: { id: string }) => id);
}

export async function seen(who: TestPerson, conversationId: string): Promise<Answer['body']> {
  return (await who.get(pathOf(conversationId))).body.data;
}

export const setSettings = (
  who: TestPerson,
  conversationId: string,
  settings: object,
): Promise<Answer> => who.patch(pathOf(conversationId), { settings });

/** The event of that name about a conversation. */
export async function told(
  who: TestPerson,
  event: string,
  conversationId: string,
): Promise<() => Promise<Answer['body']>> {
  const socket = await who.connect('/v1');
  const coming = next<Answer['body']>(
    socket,
    event,
    (payload) => payload.conversationId === conversationId,
  );
  return () => coming;
}

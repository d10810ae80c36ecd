import { expect } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { api } from '../people/test-acts.ts';

/** What the tests of search share. */

export type Type = 'users' | 'posts' | 'messages' | 'tags';
export interface Page {
  // oxlint-disable-next-line typescript/no-explicit-any
  items: any[];
  nextCursor: string | null;
  hasMore: boolean;
}

export async function page(who: TestPerson, type: Type, q: string, more = ''): Promise<Page> {
  const path = `${api}/search?q=${encodeURIComponent(q)}&type=${type}${more}`;
  const { status, body } = await who.get(path);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.data[type];
}

/** What is found, page by page. */
export async function found(who: TestPerson, type: Type, q: string, more = ''): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor && `&cursor=${cursor}`;
    const { items, nextCursor, hasMore } = await page(who, type, q, `${more}${from}`);
    expect(hasMore).toBe(nextCursor !== null);
    ids.push(...items.map(({ id, tag }) => id ?? tag));
    cursor = nextCursor;
  }
  return ids;
}

export async function post(who: TestPerson, text: string, more: object = {}): Promise<string> {
  const made = await who.post(`${api}/posts`, { text, ...more });
  expect(made.status).toBe(201);
  return made.body.data.id;
}

export async function say(
  who: TestPerson,
  conversationId: string,
  content: string,
): Promise<string> {
  const sent = await who.post(`${api}/conversations/${conversationId}/messages`, {
    type: 'TEXT',
    content,
  });
  expect(sent.status).toBe(201);
  return sent.body.data.id;
}

export async function group(owner: TestPerson, ...others: TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const made = await owner.post(`${api}/conversations`, { isGroup: true, name: 'nhóm', memberIds });
  expect(made.status).toBe(201);
  return made.body.data.id;
}

export const follow = (who: TestPerson, whom: TestPerson): Promise<Answer> =>
  who.put(`${api}/users/${whom.id}/follow`);
export const name = (who: TestPerson, displayName: string, more: object = {}): Promise<Answer> =>
  who.patch(`${api}/users/me`, { displayName, ...more });

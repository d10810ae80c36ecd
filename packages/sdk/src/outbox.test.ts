import type { ConversationId, UserId } from '@xom/contract/fields';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { Outbox, type OutboxItem } from './outbox.ts';
import { createMemoryPersistence, type OutboxPersistence } from './persistence.ts';

const conversationId = 'c' as ConversationId;
const userId = 'me' as UserId;
const url = 'https://xom.example';

type Answer = { status: number; body: object; headers?: Record<string, string> } | 'broken';
const stored: Answer = { status: 201, body: { status: 'success', data: { id: 'm' } } };
const refusal = (status: number, error: string, details: object = {}): Answer => ({
  status,
  body: { status: 'error', error, message: 'no', details },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An outbox on a server that gives these answers, then stores all. */
function outboxOn(answers: Answer[], persistence?: OutboxPersistence) {
  const sent: { path: string; body: unknown }[] = [];
  const fetch: typeof globalThis.fetch = async (target, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    sent.push({ path: new URL(String(target)).pathname, body });
    const answer = answers.shift() ?? stored;
    if (answer === 'broken') throw new TypeError('broken');
    const { status, headers = {} } = answer;
    return Response.json(answer.body, { status, headers });
  };
  const onSent = vi.fn();
  const client = createClient({ url, fetch, accessToken: 'a' });
  const outbox = new Outbox({ client, userId, persistence, onChange: () => {}, onSent });
  const items = (): readonly OutboxItem[] => outbox.items(conversationId);
  const clientIds = () =>
    sent.map(({ body }) => (body instanceof FormData ? 'file' : Object(body).clientId));
  return { outbox, sent, onSent, items, clientIds };
}

const text = (content: string) => ({ conversationId, type: 'TEXT', content }) as const;

it('tries again what may pass, as the same message, and keeps the order', async () => {
  const passing: Answer[] = [
    'broken',
    refusal(500, 'internal'),
    { status: 502, body: {} },
    refusal(503, 'unavailable'),
  ];
  const { outbox, clientIds, items, onSent } = outboxOn([...passing]);
  const first = outbox.send(text('một'));
  const second = outbox.send(text('hai'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clientIds()).toEqual([...passing.map(() => first), first, second]);
  expect(items()).toEqual([]);
  expect(onSent).toHaveBeenCalledTimes(2);
});

it('waits as long as it is told, unless the connection comes back', async () => {
  const body = { status: 'error', error: 'rate_limited', message: 'no' };
  const limited: Answer = { status: 429, body, headers: { 'retry-after': '40' } };
  const { outbox, sent } = outboxOn([limited, limited]);
  outbox.send(text('một'));
  await vi.advanceTimersByTimeAsync(39_000);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(sent).toHaveLength(2);
  outbox.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(3);
});

it('leaves what is refused, and goes on with the next', async () => {
  const { outbox, items, sent } = outboxOn([refusal(403, 'blocked')]);
  const first = outbox.send(text('một'));
  outbox.send(text('hai'));
  await vi.advanceTimersByTimeAsync(0);
  expect(items()).toMatchObject([
    { clientId: first, status: 'failed', error: { code: 'blocked', message: 'no' } },
  ]);
  expect(sent).toHaveLength(2);
  outbox.retry(first);
  expect(items()).toMatchObject([{ status: 'sending', error: null }]);
  await vi.advanceTimersByTimeAsync(0);
  expect(items()).toEqual([]);
});

it('uploads anew what the server has cleared away', async () => {
  const uploaded = (id: string): Answer => ({
    status: 201,
    body: { status: 'success', data: { id } },
  });
  const gone = refusal(404, 'not_found', { mediaId: 'is no file that can be sent' });
  const { outbox, sent, items } = outboxOn([uploaded('f1'), 'broken', gone, uploaded('f2')]);
  outbox.send({ conversationId, type: 'IMAGE', file: new Blob(['…']) });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(items()).toEqual([]);
  expect(sent.map(({ path, body }) => [path.split('/').at(-1), Object(body).mediaId])).toEqual([
    ['media', undefined],
    ['messages', 'f1'],
    ['messages', 'f1'],
    ['media', undefined],
    ['messages', 'f2'],
  ]);
});

it('lets go of what was seen to have arrived, and does not send it again', async () => {
  const persistence = createMemoryPersistence();
  const { outbox, items, sent } = outboxOn(['broken'], persistence.outbox);
  const clientId = outbox.send(text('một'));
  await vi.advanceTimersByTimeAsync(0);
  outbox.settle(clientId);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(items()).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(await persistence.outbox.load(userId)).toEqual([]);
});

it('sends what cannot be kept all the same', async () => {
  const full: OutboxPersistence = {
    load: async () => [],
    put: () => Promise.reject(new Error('quota')),
    remove: async () => {},
  };
  const { outbox, items, sent } = outboxOn([], full);
  outbox.send(text('một'));
  await vi.advanceTimersByTimeAsync(0);
  await vi.waitFor(() => expect(items()).toEqual([]));
  expect(sent).toHaveLength(1);
});

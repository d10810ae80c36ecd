import { operations } from '@xom/contract/contract';
import { expect, it, vi } from 'vitest';
import { createClient, XomError } from './client.ts';

const url = 'https://xom.example';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

/** A server that answers as told, and what it was sent. */
function fakeServer(answer: (sent: Sent) => { status: number; body: unknown }) {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (target, init) => {
    const request: Sent = {
      method: init?.method ?? 'GET',
      url: String(target),
      authorization: new Headers(init?.headers).get('authorization'),
      body: init?.body ?? null,
    };
    sent.push(request);
    const { status, body } = answer(request);
    return Response.json(body, { status });
  };
  return { fetch, sent };
}

const success = (data: unknown) => ({
  status: 200,
  body: { status: 'success', statusCode: 200, data },
});
const failure = (status: number, error: string) => ({
  status,
  body: { status: 'error', statusCode: status, error, message: 'no' },
});

it('has a method for every native operation that has a door, and none for the dialects', () => {
  const client = createClient({ url });
  const methods = Object.entries(client).flatMap(([area, verbs]) =>
    Object.keys(verbs).map((verb) => `${area}.${verb}`),
  );
  const native = operations
    .map(({ name }) => name)
    .filter((name) => !/^(chat|social)[.:]/.test(name));
  expect(methods.toSorted()).toEqual(native.toSorted());
  expect(operations.filter(({ rest, socket }) => !rest && !socket)).toEqual([]);
  for (const core of ['call', 'connect', 'close', 'on', 'onConnection'] as const)
    expect(client[core]).toBeTypeOf('function');
});

it('puts fields into the path, the query and the body', async () => {
  const server = fakeServer(() => success({}));
  const client = createClient({ url, fetch: server.fetch, accessToken: 'a' });
  await client.call('messages.readBy', { conversationId: 'x/y', messageIds: ['m1', 'm2'] });
  await client.call('messages.forward', { messageId: 'm1', targetConversationId: 'c2' });
  await client.call('auth.logout');
  expect(server.sent).toEqual([
    {
      method: 'GET',
      url: `${url}/api/v1/conversations/x%2Fy/receipts?messageIds=m1%2Cm2`,
      authorization: 'Bearer a',
      body: null,
    },
    {
      method: 'POST',
      url: `${url}/api/v1/messages/m1/forward`,
      authorization: 'Bearer a',
      body: '{"targetConversationId":"c2"}',
    },
    { method: 'POST', url: `${url}/api/v1/auth/logout`, authorization: 'Bearer a', body: null },
  ]);
  expect(client.accessToken).toBeNull();
});

it('sends a file as a form', async () => {
  const server = fakeServer(() => success({ id: 'm' }));
  const client = createClient({ url, fetch: server.fetch });
  await client.media.upload({ file: new Blob(['bytes']) });
  const form = server.sent[0]?.body;
  expect(form instanceof FormData && form.get('file')).toBeInstanceOf(Blob);
});

it('tells failures apart', async () => {
  const answers = [failure(404, 'not_found'), { status: 502, body: 'bad gateway' }];
  const server = fakeServer(() => answers.shift() ?? success({}));
  const client = createClient({ url, fetch: server.fetch });
  await expect(client.users.me()).rejects.toMatchObject({ code: 'not_found', status: 404 });
  await expect(client.users.me()).rejects.toMatchObject({ code: 'unexpected', status: 502 });
  const offline = createClient({ url, fetch: () => Promise.reject(new TypeError('offline')) });
  await expect(offline.users.me()).rejects.toMatchObject({ code: 'network', status: 0 });
  await expect(offline.conversations.open({ conversationId: 'c' })).rejects.toBeInstanceOf(
    XomError,
  );
});

it('renews an old access token once for many calls', async () => {
  const server = fakeServer(({ url: to, authorization }) => {
    if (to.endsWith('/auth/refresh'))
      return success({ accessToken: 'new', refreshToken: 'r2', expiresIn: 900 });
    return authorization === 'Bearer new' ? success({ id: 'me' }) : failure(401, 'unauthenticated');
  });
  const onTokens = vi.fn();
  const client = createClient({
    url,
    fetch: server.fetch,
    accessToken: 'old',
    refreshToken: 'r1',
    onTokens,
  });
  const answers = await Promise.all([client.users.me(), client.users.me(), client.users.me()]);
  expect(answers).toEqual([{ id: 'me' }, { id: 'me' }, { id: 'me' }]);
  const refreshes = server.sent.filter(({ url: to }) => to.endsWith('/auth/refresh'));
  expect(refreshes.map(({ body }) => body)).toEqual(['{"refreshToken":"r1"}']);
  expect(onTokens.mock.calls).toEqual([
    [{ accessToken: 'new', refreshToken: 'r2', expiresIn: 900 }, null],
  ]);
});

it('forgets a session that is over, and does not renew for a wrong password', async () => {
  const server = fakeServer(() => failure(401, 'unauthenticated'));
  const onTokens = vi.fn();
  const client = createClient({
    url,
    fetch: server.fetch,
    accessToken: 'old',
    refreshToken: 'r1',
    onTokens,
  });
  await expect(client.auth.login({ username: 'an', password: 'x' })).rejects.toBeInstanceOf(
    XomError,
  );
  expect(server.sent).toHaveLength(1);
  await expect(client.users.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(server.sent.map(({ url: to }) => new URL(to).pathname).slice(1)).toEqual([
    '/api/v1/users/me',
    '/api/v1/auth/refresh',
  ]);
  expect(onTokens.mock.calls).toEqual([
    [null, expect.objectContaining({ code: 'unauthenticated' })],
  ]);
  expect(client.accessToken).toBeNull();
});

it('forgets the session of an account that is suspended, and says so', async () => {
  const server = fakeServer(() => failure(403, 'account_suspended'));
  const onTokens = vi.fn();
  const client = createClient({ url, fetch: server.fetch, accessToken: 'a', onTokens });
  await expect(client.users.me()).rejects.toMatchObject({ code: 'account_suspended' });
  expect(onTokens.mock.calls).toEqual([
    [null, expect.objectContaining({ code: 'account_suspended' })],
  ]);
  expect(server.sent).toHaveLength(1);
});

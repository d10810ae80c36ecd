import { createMemoryPersistence } from '@xom/sdk/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from './caller-matrix-world.ts';
import { register, type TestPerson } from './people.ts';
import { conversationId, startStore, storedMessages } from './sdk-stores.ts';
import { startTestServer, type TestServer } from './server.ts';

const patience = { timeout: 15_000, interval: 20 };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function directOf(): Promise<{
  id: ReturnType<typeof conversationId>;
  lan: TestPerson;
  minh: TestPerson;
}> {
  const [lan, minh] = [await register(server), await register(server)];
  const body = { isGroup: false, memberIds: [minh.id] };
  const made = await lan.post('/api/v1/conversations', body);
  return { id: conversationId(made.body.data.id), lan, minh };
}

const contents = async (person: TestPerson, id: string) =>
  (await storedMessages(person, id)).map(({ content }) => content);

/** A network that is out of reach, or that loses the answers to what the server has done. */
function brokenNetwork() {
  const network = { isOut: true, answersAreLost: false, sends: 0 };
  const fetch: typeof globalThis.fetch = async (target, init) => {
    if (network.isOut) throw new TypeError('offline');
    const response = await globalThis.fetch(target, init);
    if (init?.method === 'POST' && String(target).endsWith('/messages')) {
      network.sends += 1;
      if (network.answersAreLost) throw new TypeError('broke off');
    }
    return response;
  };
  return { network, fetch };
}

describe('the outbox', () => {
  it('sends in order what was written offline, after a reload too, and nothing twice', async () => {
    const { id, lan, minh } = await directOf();
    const persistence = createMemoryPersistence();
    const { network, fetch } = brokenNetwork();
    const options = { server, person: lan, persistence, fetch, isConnected: false };
    const before = await startStore(options);
    for (const content of ['một', 'hai', 'ba'])
      before.store.send({ conversationId: id, type: 'TEXT', content });
    expect(before.store.timeline(id).pending.map((one) => [one.content, one.status])).toEqual([
      ['một', 'sending'],
      ['hai', 'sending'],
      ['ba', 'sending'],
    ]);
    // The server has one of them, but nobody heard that.
    network.isOut = false;
    network.answersAreLost = true;
    await expect.poll(() => network.sends, patience).toBeGreaterThan(0);
    await before.stop();
    expect(await contents(minh, id)).toEqual(['một']);

    network.answersAreLost = false;
    const after = await startStore({ ...options, isConnected: true });
    await after.store.open(id);
    await expect.poll(() => after.store.timeline(id).pending, patience).toEqual([]);
    await expect
      .poll(() => after.store.timeline(id).messages.map(({ content }) => content), patience)
      .toEqual(['một', 'hai', 'ba']);
    expect(await contents(minh, id)).toEqual(['một', 'hai', 'ba']);
    expect(await persistence.outbox.load(after.userId)).toEqual([]);
    await after.stop();
  });

  it('keeps what is refused, until it is tried again or discarded', async () => {
    const { id, lan, minh } = await directOf();
    const { store, stop } = await startStore({ server, person: lan });
    await minh.put(`/api/v1/users/${lan.id}/block`);
    const first = store.send({ conversationId: id, type: 'TEXT', content: 'một' });
    const second = store.send({ conversationId: id, type: 'TEXT', content: 'hai' });
    const pending = () => store.timeline(id).pending;
    await expect
      .poll(() => pending().map(({ status, error }) => [status, error?.code]))
      .toEqual([
        ['failed', 'blocked'],
        ['failed', 'blocked'],
      ]);
    store.discard(first);
    await minh.delete(`/api/v1/users/${lan.id}/block`);
    store.retry(second);
    await expect.poll(() => pending()).toEqual([]);
    expect(await contents(minh, id)).toEqual(['hai']);
    await stop();
  });

  it('is one for several tabs', async () => {
    const { id, lan, minh } = await directOf();
    const persistence = createMemoryPersistence();
    const { network, fetch } = brokenNetwork();
    const options = { server, person: lan, persistence, fetch, isConnected: false };
    const writing = await startStore(options);
    const texts = Array.from({ length: 10 }, (_, index) => `${index}`);
    for (const content of texts) writing.store.send({ conversationId: id, type: 'TEXT', content });
    await expect.poll(async () => (await persistence.outbox.load(writing.userId)).length).toBe(10);
    const other = await startStore(options);
    expect(other.store.timeline(id).pending).toHaveLength(10);
    network.isOut = false;
    for (const tab of [writing, other])
      await expect.poll(() => tab.store.timeline(id).pending, patience).toEqual([]);
    expect(network.sends).toBe(10);
    expect(await contents(minh, id)).toEqual(texts);
    for (const tab of [writing, other]) await tab.stop();
  });

  it('uploads a file once, whatever becomes of the message', async () => {
    const { id, lan, minh } = await directOf();
    const { network, fetch } = brokenNetwork();
    network.isOut = false;
    network.answersAreLost = true;
    const one = await startStore({ server, person: lan, fetch, isConnected: false });
    one.store.send({ conversationId: id, type: 'IMAGE', file: await picture(), content: 'ảnh' });
    await expect.poll(() => network.sends, patience).toBe(2);
    network.answersAreLost = false;
    await expect.poll(() => one.store.timeline(id).pending, patience).toEqual([]);
    expect(one.requests.filter((request) => request === 'POST /api/v1/media')).toHaveLength(1);
    expect(await storedMessages(minh, id)).toMatchObject([{ type: 'IMAGE', content: 'ảnh' }]);
    await one.stop();
  });

  it('ends an upload that is discarded', async () => {
    const { id, lan, minh } = await directOf();
    let isAborted = false;
    const one = await startStore({
      server,
      person: lan,
      isConnected: false,
      fetch: async (_target, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => {
            isAborted = true;
            reject(new TypeError('aborted'));
          });
        }),
    });
    const clientId = one.store.send({ conversationId: id, type: 'IMAGE', file: await picture() });
    await expect.poll(() => one.requests).toEqual(['POST /api/v1/media']);
    one.store.discard(clientId);
    expect(one.store.timeline(id).pending).toEqual([]);
    expect(isAborted).toBe(true);
    await one.stop();
    expect(await contents(minh, id)).toEqual([]);
  });
});

describe('what is kept', () => {
  it('shows at once after a reload, then catches up from there', async () => {
    const { id, lan, minh } = await directOf();
    const persistence = createMemoryPersistence();
    const say = (content: string) => minh.post(`/api/v1/conversations/${id}/messages`, { content });
    for (const content of ['một', 'hai']) await say(content);
    const before = await startStore({ server, person: lan, persistence });
    await before.store.open(id);
    const [first] = before.store.timeline(id).messages;
    await before.stop();
    await minh.patch(`/api/v1/messages/${first?.id}`, { content: 'khác' });
    await say('ba');

    const after = await startStore({ server, person: lan, persistence, isConnected: false });
    const shown = () => after.store.timeline(id).messages.map(({ content }) => content);
    expect(after.store.conversations().items).toMatchObject([{ id, unreadCount: 2 }]);
    expect(shown()).toEqual(['một', 'hai']);
    expect(after.requests).toEqual([]);
    await after.client.connect();
    await expect.poll(shown, patience).toEqual(['khác', 'hai', 'ba']);
    expect(after.store.totalUnread).toBe(3);
    expect(after.requests.filter((one) => one.includes('messages'))).toEqual([]);

    const someoneElse = await startStore({ server, person: minh, persistence, isConnected: false });
    expect(someoneElse.store.conversations().items).toEqual([]);
    await someoneElse.stop();
    await after.store.clear();
    after.client.close();
    const again = await startStore({ server, person: lan, persistence, isConnected: false });
    expect(again.store.conversations().items).toEqual([]);
    await again.stop();
  });
});

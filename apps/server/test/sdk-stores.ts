import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { type Client, type ClientOptions, createClient } from '@xom/sdk/client';
import { createLiveStore, type LiveStore } from '@xom/sdk/live-store';
import type { Persistence } from '@xom/sdk/persistence';
import { expect } from 'vitest';
import { type Course, pause } from './loss.ts';
import type { TestPerson } from './people.ts';
import type { TestServer } from './server.ts';

/** A store of the SDK on a client of its own, whose network can fail. */
export interface TestStore {
  readonly userId: UserId;
  readonly store: LiveStore;
  readonly client: Client;
  /** Every request that was made, as `GET /path`. */
  readonly requests: string[];
  /** The connection breaks; a moment later there is another. */
  breakOff(): void;
  stop(): Promise<void>;
}

interface Options {
  readonly server: TestServer;
  readonly person: TestPerson;
  readonly persistence?: Persistence;
  /** How events fare on their way into the store. */
  readonly wire?: Course;
  readonly fetch?: ClientOptions['fetch'];
  /** False: it stays offline until it is connected. */
  readonly isConnected?: boolean;
}

/** The brand of an id that the server gave. */
export const conversationId = (id: string) => id as ConversationId;

/** Starts a store; resolves when it has caught up. */
export async function startStore(options: Options): Promise<TestStore> {
  const { server, person, persistence, wire, isConnected = true } = options;
  const requests: string[] = [];
  // The brand of an id that the server gave.
  const userId = person.id as UserId;
  const fetch = options.fetch ?? globalThis.fetch;
  const client = createClient({
    url: server.url,
    accessToken: person.token,
    timeoutMs: 5_000,
    fetch: (target, init) => {
      requests.push(`${init?.method ?? 'GET'} ${new URL(String(target)).pathname}`);
      return fetch(target, init);
    },
  });
  const store = createLiveStore({
    client: wire ? lossy(client, wire) : client,
    userId,
    ...(persistence && { persistence }),
  });
  await store.start();
  if (isConnected) {
    await client.connect();
    await online(store);
  }
  return {
    userId,
    store,
    client,
    requests,
    breakOff() {
      client.close();
      void client.connect().catch(() => undefined);
    },
    async stop() {
      await store.stop();
      client.close();
    },
  };
}

/** Resolves when a store has nothing to catch up with, as far as it knows. */
export async function online(store: LiveStore): Promise<void> {
  await expect.poll(() => store.connection, { timeout: 10_000, interval: 5 }).toBe('online');
}

/** Events are late, so that others overtake them, or lost. */
function lossy(client: Client, wire: Course): Client {
  const on: Client['on'] = (name, handler) =>
    client.on(name, (payload) => {
      const fate = wire.next();
      if (fate === 'comes') handler(payload);
      if (fate === 'late') void pause(15).then(() => handler(payload));
    });
  return new Proxy(client, {
    get: (target, key) => {
      if (key === 'on') return on;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** All messages of a conversation, asked for anew; oldest first. */
export async function storedMessages(person: TestPerson, id: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path = `/api/v1/conversations/${id}/messages?limit=100`;
    const answer = await person.get(cursor === '' ? path : `${path}&cursor=${cursor}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    messages.push(...answer.body.data.items);
    cursor = answer.body.data.nextCursor;
  }
  return messages.toReversed();
}

/** Loads all that is before what a store shows. */
export async function loadAll(store: LiveStore, id: ConversationId): Promise<void> {
  while (store.timeline(id).hasOlder) await store.loadOlder(id);
}

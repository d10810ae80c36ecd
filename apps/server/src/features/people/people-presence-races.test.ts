import { SessionId, UserId } from '@xom/contract/fields';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { DomainEvent } from '../../domain-events.ts';
import { LocalBus } from '../../platform/bus.ts';
import { type Connection, Connections } from '../../platform/connections.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { OpenViews } from '../conversations/open-views.ts';
import { PresenceService } from '../presence/presence.service.ts';
import { LocalPresenceStore } from '../presence/presence-store.ts';

/** What is asked of the database may be overtaken by a block while its answer is on its way. */

let server: TestServer;
let a: TestPerson;
let b: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** A presence of its own, whose database answers only when it is let. */
function slowPresence() {
  let answers = 0;
  let gate: PromiseWithResolvers<void> | null = null;
  const database = openDatabase<Tables>(server.pool).withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      answers += 1;
      await gate?.promise;
      return result;
    },
  });
  const bus = new LocalBus<DomainEvent>((error) => {
    throw error;
  });
  const connections = new Connections();
  const store = new LocalPresenceStore();
  const presence = new PresenceService({
    database,
    bus,
    connections,
    openViews: new OpenViews({ connections, active: store }),
    store,
    logger: pino({ level: 'silent' }),
  });
  connections.listen(presence);
  return {
    presence,
    connections,
    hold: () => {
      gate = Promise.withResolvers<void>();
    },
    letGo: () => gate?.resolve(),
    /** Resolves when that many answers have come since. */
    answered: async (count: number) => {
      const wanted = answers + count;
      await expect.poll(() => answers).toBe(wanted);
    },
  };
}

function connectionOf(person: TestPerson): Connection {
  const caller = {
    userId: UserId.parse(person.id),
    sessionId: SessionId.parse(crypto.randomUUID()),
    role: 'user' as const,
  };
  return { id: person.id, door: '/v1', caller, views: new Set(), end: () => {} };
}

async function makeFriends(): Promise<void> {
  [a, b] = [await register(server), await register(server)];
  await a.post('/api/v1/friends/requests', { userId: b.id });
  await b.post(`/api/v1/friends/requests/${a.id}/accept`);
}

it('asks anew when a block comes while somebody is being let in', async () => {
  await makeFriends();
  const [watcher, watched] = [UserId.parse(b.id), UserId.parse(a.id)];
  const { presence, connections, hold, letGo, answered } = slowPresence();
  const connection = connectionOf(b);
  await connections.attach(connection);
  hold();
  const began = connections.begin(connection);
  await answered(3);
  await a.put(`/api/v1/users/${b.id}/block`);
  presence.unwatch(watcher, watched, null);
  letGo();
  await began;
  expect(presence.watchersOf(watched)).toEqual(new Set());
  connections.detach(connection);
  await presence.drained();
});

it('asks anew when a block comes while it looks again', async () => {
  await makeFriends();
  const [watcher, watched] = [UserId.parse(b.id), UserId.parse(a.id)];
  const { presence, connections, hold, letGo, answered } = slowPresence();
  const connection = connectionOf(b);
  await connections.attach(connection);
  await connections.begin(connection);
  expect(presence.watchersOf(watched)).toEqual(new Set([watcher]));
  hold();
  presence.review(watcher, watched);
  await answered(1);
  await a.put(`/api/v1/users/${b.id}/block`);
  presence.unwatch(watcher, watched, null);
  expect(presence.isBlockedWith(watcher, watched)).toBe(true);
  letGo();
  await presence.drained();
  expect(presence.watchersOf(watched)).toEqual(new Set());
  expect(presence.isBlockedWith(watcher, watched)).toBe(true);
  connections.detach(connection);
  await presence.drained();
});

it('believes no news of a block that was taken back before they came', async () => {
  await makeFriends();
  const [watcher, watched] = [UserId.parse(b.id), UserId.parse(a.id)];
  const { presence, connections } = slowPresence();
  const connection = connectionOf(b);
  await connections.attach(connection);
  await connections.begin(connection);
  presence.unwatch(watcher, watched, null);
  expect(presence.watchersOf(watched)).toEqual(new Set());
  await presence.drained();
  expect(presence.watchersOf(watched)).toEqual(new Set([watcher]));
  expect(presence.isBlockedWith(watcher, watched)).toBe(false);
  connections.detach(connection);
  await presence.drained();
});

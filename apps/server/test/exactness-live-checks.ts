import { expect } from 'vitest';
import type { LiveScene } from './exactness-live-scene.ts';
import type { LiveClient } from './live-client.ts';
import { toldOf } from './live-state.ts';
import { SyncDevice } from './sync-device.ts';

/** Everything that section 5 promises, once nothing is under way any more. */
export async function expectExact(scene: LiveScene): Promise<void> {
  const seqs = await expectStoredOnce(scene);
  for (const client of scene.clients) {
    const fresh = new SyncDevice(client.person);
    await fresh.sync();
    await expectSameAsFresh(client, fresh, scene.hearsVersions);
    await expectUnreadExact(scene, fresh, client.person.id);
  }
  await Promise.all(scene.doors.map(async (door) => door.settled()));
  for (const seen of ordersSeen(scene, seqs)) {
    // Nobody saw a message twice, or after one that follows it.
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
  }
}

/** At last: the versions may have to be repeated first. Where nothing is lost, without them. */
async function expectSameAsFresh(
  client: LiveClient,
  fresh: SyncDevice,
  hearsVersions: boolean,
): Promise<void> {
  const { state, person } = client;
  if (hearsVersions) {
    const patience = { timeout: 15_000, interval: 20 };
    await expect.poll(() => state.state(), patience).toEqual(fresh.state());
    return;
  }
  await client.settled();
  const told = toldOf(fresh.state(), person.id);
  await expect.poll(() => state.told(), { timeout: 10_000, interval: 20 }).toEqual(told);
}

/** No hole, no double, and nothing missing that was acknowledged. Answers the seq of every message. */
async function expectStoredOnce(scene: LiveScene): Promise<Map<string, number>> {
  const seqs = new Map<string, number>();
  for (const id of scene.conversationIds) {
    const { rows } = await scene.server.pool.query<{ id: string; seq: number }>(
      'select id, seq from messages where conversation_id = $1 order by seq',
      [id],
    );
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    for (const row of rows) seqs.set(row.id, row.seq);
  }
  for (const ids of scene.acknowledged.values()) {
    expect(ids.size).toBeLessThanOrEqual(1);
    for (const id of ids) expect(seqs.has(id)).toBe(true);
  }
  return seqs;
}

/** The counts against a count of the rows. */
async function expectUnreadExact(
  { server }: LiveScene,
  fresh: SyncDevice,
  userId: string,
): Promise<void> {
  const { rows } = await server.pool.query<{ id: string; unread: number }>(
    `select me.conversation_id as id, count(m.seq) as unread from conversation_members me
     left join messages m on m.conversation_id = me.conversation_id and m.sender_id <> me.user_id
       and m.seq > greatest(me.joined_seq, me.read_seq)
     where me.user_id = $1 group by me.conversation_id order by me.conversation_id`,
    [userId],
  );
  const { conversations } = fresh.state();
  const held = conversations.map(([id, { unreadCount }]) => ({ id, unread: unreadCount }));
  expect(held).toEqual(rows);
}

/** The seqs of one conversation as one socket brought them, for every socket. */
function ordersSeen(scene: LiveScene, seqs: ReadonlyMap<string, number>): number[][] {
  const onNative = scene.clients.flatMap(({ heard }) =>
    heard.flatMap((told) => [...Map.groupBy(told, (one) => one.conversationId).values()]),
  );
  const onChat = scene.doors.flatMap(({ heardOnChat }) => [
    ...Map.groupBy(heardOnChat, ({ groupId }) => groupId).values(),
  ]);
  const inRooms = scene.doors.flatMap(({ heardInRooms }) => heardInRooms);
  return [
    ...[...onNative, ...onChat].map((told) => told.map(({ seq }) => seq)),
    ...inRooms.map((ids) => ids.map((id) => seqs.get(id) ?? 0)),
  ];
}

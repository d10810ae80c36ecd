import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openDatabase } from '../../platform/database.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Tables } from '../../tables.ts';
import { hold, release } from './holders.ts';
import { clearShelf, deleteUnheldFiles } from './erased-person.queries.ts';
import { releaseConversation } from './media.jobs.ts';

let server: TestServer;
let ann: TestPerson;
let database: Database;

beforeAll(async () => {
  server = await startTestServer();
  ann = await register(server);
  database = openDatabase<Tables>(server.pool);
});
afterAll(async () => server.stop());

async function uploaded(path = '/api/v1/media'): Promise<MediaId> {
  const { body } = await ann.post(path, formOf(await pngFile({ width: 8, height: 8 })));
  return body.data.id;
}

function holderOf(mediaId: MediaId, conversationId: ConversationId = newId()) {
  return { mediaId, kind: 'message' as const, holderId: newId(), conversationId };
}

async function isThere(mediaId: MediaId): Promise<boolean> {
  return (await ann.get(`/api/v1/media/${mediaId}`)).status === 200;
}

const notFound = { code: 'not_found' };

test('a hold that meets the last release either keeps the file or is refused', async () => {
  for (let round = 0; round < 20; round += 1) {
    const mediaId = await uploaded();
    const [first, second] = [holderOf(mediaId), holderOf(mediaId)];
    await hold(database, first);
    const [held] = await Promise.allSettled([
      database.transaction().execute(async (queries) => hold(queries, second)),
      database.transaction().execute(async (queries) => release(queries, first)),
    ]);
    const outcome: unknown = held.status === 'rejected' ? held.reason.code : 'held';
    expect(outcome).toBe((await isThere(mediaId)) ? 'held' : 'not_found');
  }
});

test('a hold waits for a release to end, and is refused by it', async () => {
  const mediaId = await uploaded();
  const first = holderOf(mediaId);
  await hold(database, first);
  const releasing = await database.startTransaction().execute();
  await release(releasing, first);
  const refused = expect(hold(database, holderOf(mediaId))).rejects.toMatchObject(notFound);
  await releasing.commit().execute();
  await refused;
});

test('a release waits for a hold to end, and keeps the file', async () => {
  const mediaId = await uploaded();
  const first = holderOf(mediaId);
  await hold(database, first);
  const holding = await database.startTransaction().execute();
  await hold(holding, holderOf(mediaId));
  const releasing = database.transaction().execute(async (queries) => release(queries, first));
  await holding.commit().execute();
  await releasing;
  expect(await isThere(mediaId)).toBe(true);
});

test('of two who let go at once the second takes the file away', async () => {
  for (let round = 0; round < 10; round += 1) {
    const mediaId = await uploaded();
    const holders = [holderOf(mediaId), holderOf(mediaId)];
    for (const holder of holders) await hold(database, holder);
    await Promise.all(
      holders.map(async (holder) =>
        database.transaction().execute(async (queries) => release(queries, holder)),
      ),
    );
    expect(await isThere(mediaId)).toBe(false);
  }
});

test('a release that is rolled back changes nothing', async () => {
  const mediaId = await uploaded();
  const holder = holderOf(mediaId);
  await hold(database, holder);
  const releasing = await database.startTransaction().execute();
  await release(releasing, holder);
  await releasing.rollback().execute();
  expect(await isThere(mediaId)).toBe(true);
});

test('a conversation lets go of all that it and its messages hold, and of nothing else', async () => {
  const [own, shared] = [await uploaded(), await uploaded()];
  const conversationId = newId<ConversationId>();
  await hold(database, holderOf(own, conversationId));
  await hold(database, holderOf(shared, conversationId));
  await hold(database, holderOf(shared));
  await releaseConversation(database, conversationId);
  await expect.poll(async () => isThere(own)).toBe(false);
  const left = await server.pool.query('select from media_holders where conversation_id = $1', [
    conversationId,
  ]);
  expect(left.rowCount).toBe(0);
  expect(await isThere(shared)).toBe(true);
});

test('what an erased person leaves goes, except what others hold', async () => {
  const [unheld, sticker, held] = [
    await uploaded(),
    await uploaded('/api/v1/stickers'),
    await uploaded(),
  ];
  await hold(database, holderOf(held));
  for (const step of [clearShelf, deleteUnheldFiles]) {
    // The id came over the wire as a plain string.
    const erase = step(database, ann.id as UserId, { after: null, limit: 100 });
    expect(await erase).toMatchObject({ next: null });
  }
  await expect.poll(async () => isThere(unheld)).toBe(false);
  expect(await isThere(sticker)).toBe(false);
  expect(await isThere(held)).toBe(true);
});

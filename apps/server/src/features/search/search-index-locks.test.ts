import { expect, it } from 'vitest';
import { countWaiting, hold } from '../../../test/locks.ts';
import { newcomers, server, serveTests } from '../people/test-acts.ts';
import { remove } from '../posts/test-acts.ts';
import { found, post } from './test-acts.ts';

/** The index is written beside everything else: it waits for nobody's rows while it holds others. */

serveTests();

const inTime = { timeout: 10_000 };

async function countUnindexed(...postIds: string[]): Promise<number | null> {
  const { rowCount } = await server.pool.query(
    'select from post_search where post_id = any($1) and keys is null',
    [postIds],
  );
  return rowCount;
}

it('is in no ring with who deletes a post and the last of its tag', async () => {
  const [lan, minh] = await newcomers(2);
  if (!lan || !minh) throw new Error('nobody');
  const freeIndex = await hold(server.pool, 'select pg_advisory_xact_lock(7893869, 1936028769)');
  const kept = await post(minh, 'giữ lại');
  const gone = await post(lan, 'sẽ xoá #riêng');
  // It takes the newest first: where it waited for the older post, it would hold the other one meanwhile, and
  // want the tag, which goes before the post does.
  const freeKept = await hold(
    server.pool,
    'select from post_search where post_id = $1 for update',
    kept,
  );
  await freeIndex();
  await expect
    .poll(
      async () => (await countUnindexed(gone)) === 0 || (await countWaiting(server.pool)) === 1,
      inTime,
    )
    .toBe(true);
  let isAnswered = false;
  const removal = remove(lan, { id: gone }).finally(() => (isAnswered = true));
  await expect
    .poll(async () => isAnswered || (await countWaiting(server.pool)) === 2, inTime)
    .toBe(true);
  await freeKept();
  expect(await removal).toMatchObject({ status: 200 });
  expect(await found(minh, 'posts', 'giữ lại')).toEqual([kept]);
  expect(server.log.filter((line) => line.includes('search index'))).toEqual([]);
});

import type { UserId } from '@xom/contract/fields';
import { UserId as UserIdSchema } from '@xom/contract/fields';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { register } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openDatabase } from '../../platform/database.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Tables } from '../../tables.ts';
import { MediaUrls } from '../media/media.urls.ts';
import { CachedPersonSummaries } from './person-summaries.ts';

let server: TestServer;
let lan: UserId;
let minh: UserId;
beforeAll(async () => {
  server = await startTestServer();
  lan = UserIdSchema.parse((await register(server, 'lan')).id);
  minh = UserIdSchema.parse((await register(server, 'minh')).id);
});
afterAll(async () => server.stop());
afterEach(() => void vi.useRealTimers());

function start() {
  const database = openDatabase<Tables>(server.pool);
  const select = vi.spyOn(database, 'selectFrom');
  const summaries = new CachedPersonSummaries(database, new MediaUrls(null));
  return { summaries, select };
}
const rename = async (id: UserId, name: string) =>
  server.pool.query('update users set display_name = $2 where id = $1', [id, name]);

describe('summaries of people', () => {
  test('know names, and nobody by an id that is unknown', async () => {
    const { summaries } = start();
    const unknown = newId<UserId>();
    const people = await summaries.of([lan, unknown, lan]);
    expect([...people.values()]).toEqual([
      { id: lan, username: 'lan', displayName: 'lan', photoUrl: null },
      { id: unknown, username: null, displayName: null, photoUrl: null },
    ]);
    expect(await summaries.one(minh)).toMatchObject({ username: 'minh' });
    expect((await summaries.of([])).size).toBe(0);
  });

  test('still name who is suspended or away', async () => {
    const { summaries } = start();
    const gone = UserIdSchema.parse((await register(server, 'gone')).id);
    await server.pool.query(
      `update users set state = 'deleted', deactivated_at = now() where id = $1`,
      [gone],
    );
    expect(await summaries.one(gone)).toMatchObject({ username: 'gone' });
  });

  test('of those who ask in the same turn come by one query, and are remembered', async () => {
    const { summaries, select } = start();
    const answers = await Promise.all([
      summaries.of([lan]),
      summaries.of([minh, lan]),
      summaries.one(minh),
    ]);
    expect(answers[1].size).toBe(2);
    await summaries.of([lan, minh]);
    expect(select).toHaveBeenCalledTimes(1);
  });

  test('last a minute, or until they are told to forget', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { summaries } = start();
    const name = async () => (await summaries.one(lan)).displayName;
    expect(await name()).toBe('lan');
    await rename(lan, 'Lan');
    expect(await name()).toBe('lan');
    vi.setSystemTime(Date.now() + 61_000);
    expect(await name()).toBe('Lan');
    await rename(lan, 'Lan Anh');
    summaries.forget(lan);
    expect(await name()).toBe('Lan Anh');
  });

  test('do not remember what changed while it was being read', async () => {
    const { summaries } = start();
    const reading = summaries.one(minh);
    await Promise.resolve();
    await Promise.resolve();
    summaries.forget(minh);
    await reading;
    await rename(minh, 'Minh Anh');
    expect((await summaries.one(minh)).displayName).toBe('Minh Anh');
  });

  test('fail for those who asked when the database fails, and try anew', async () => {
    const { summaries, select } = start();
    select.mockImplementationOnce(() => {
      throw new Error('no database');
    });
    await expect(summaries.one(lan)).rejects.toThrow('no database');
    expect((await summaries.one(lan)).username).toBe('lan');
  });
});

import type { UserId } from '@xom/contract/fields';
import { Kysely, PostgresDialect } from 'kysely';
import { expect, it } from 'vitest';
import type { Tables } from '../../tables.ts';
import { block, newcomers, server, serveTests } from '../people/test-acts.ts';
import { listFirstLikersOf } from './post-lists.queries.ts';
import { archive, like, post, remove } from './test-acts.ts';

serveTests();

it('tells who likes each of some posts in one query, and skips what is not to be seen', async () => {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('nobody');
  const [one, other, away, gone] = [
    await post(lan, { text: 'a' }),
    await post(minh, { text: 'b' }),
    await post(lan, { text: 'c' }),
    await post(lan, { text: 'd' }),
  ];
  for (const liked of [one, other, away, gone]) {
    for (const who of [lan, minh]) await like(who, liked);
  }
  await archive(lan, away);
  await remove(lan, gone);
  let asked = 0;
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: server.pool }),
    log: () => void (asked += 1),
  });
  const ids = [one, other, away, gone].map(({ id }) => id);
  const likers = async () => {
    // An id as the doors would have read it.
    const rows = await listFirstLikersOf(database, hoa.id as UserId, ids);
    return Object.fromEntries(rows.map(({ postId, likerIds }) => [postId, likerIds]));
  };
  const both = [minh.id, lan.id];
  expect(await likers()).toEqual({ [one.id]: both, [other.id]: both });
  expect(asked).toBe(1);
  await block(hoa, minh);
  expect(await likers()).toEqual({ [one.id]: [lan.id] });
});

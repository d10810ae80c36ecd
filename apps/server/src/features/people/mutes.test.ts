import { expect, it } from 'vitest';
import { record, settle } from '../../../test/people.ts';
import { hide, profile } from './follow-test-acts.ts';
import {
  api,
  block,
  listed,
  newcomers,
  refusal,
  server,
  serveTests,
  timestamp,
  two,
} from './test-acts.ts';

serveTests();

it('mutes and hears again, told to the own sockets alone', async () => {
  const [a, b] = await two();
  const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
  const [heardByA, heardByB] = [record(onA), record(onB)];
  const muted = await a.put(`${api}/users/${b.id}/mute`);
  expect(muted).toMatchObject({
    status: 200,
    body: { data: { user: { id: b.id, username: b.username }, mutedAt: timestamp } },
  });
  expect((await a.put(`${api}/users/${b.id}/mute`)).body.data).toEqual(muted.body.data);
  expect(await profile(a, b)).toMatchObject({ isMuted: true });
  expect(await profile(b, a)).toMatchObject({ isMuted: false });
  expect(await listed(a, '/users/me/mutes')).toEqual([b.id]);
  expect(await listed(b, '/users/me/mutes')).toEqual([]);
  for (let time = 0; time < 2; time += 1) {
    expect(await a.delete(`${api}/users/${b.id}/mute`)).toMatchObject({
      status: 200,
      body: { data: {} },
    });
  }
  expect(await profile(a, b)).toMatchObject({ isMuted: false });
  expect(await listed(a, '/users/me/mutes')).toEqual([]);
  await settle(onA, onB);
  expect(heardByA).toEqual([
    ['person.muted', muted.body.data],
    ['person.unmuted', { userId: b.id }],
  ]);
  expect(heardByB).toEqual([]);
});

it('refuses oneself, nobody, who is hidden, and across a block', async () => {
  const [a, b] = await two();
  const mute = (id: string) => a.put(`${api}/users/${id}/mute`);
  expect(await mute(a.id)).toMatchObject({ status: 400, ...refusal('invalid_input') });
  expect(await mute(crypto.randomUUID())).toMatchObject({ status: 404, ...refusal('not_found') });
  await hide(b);
  expect(await mute(b.id)).toMatchObject(refusal('not_found'));
  await hide(b, 'active');
  await block(b, a);
  expect(await mute(b.id)).toMatchObject(refusal('not_found'));
});

it('lists those whom one may see, in pages, the newest first', async () => {
  const [me] = await newcomers(1);
  const others = await newcomers(5);
  if (!me) throw new Error('one person was asked for');
  for (const other of others) await me.put(`${api}/users/${other.id}/mute`);
  const [first, , third] = others;
  if (!first || !third) throw new Error('five people were asked for');
  await hide(first);
  await block(third, me);
  const shown = others.filter((other) => other !== first && other !== third);
  const page = await me.get(`${api}/users/me/mutes?limit=2`);
  const rest = await me.get(`${api}/users/me/mutes?limit=2&cursor=${page.body.data.nextCursor}`);
  const ids = [...page.body.data.items, ...rest.body.data.items].map(({ user }) => user.id);
  expect(ids).toEqual(shown.toReversed().map(({ id }) => id));
  expect(rest.body.data).toMatchObject({ nextCursor: null, hasMore: false });
});

it('is bounded, as blocks are', async () => {
  const [a, b] = await two();
  for (const [table, other] of [
    ['mutes', 'muted_id'],
    ['blocks', 'blocked_id'],
  ]) {
    await server.pool.query(
      `with made as (
         insert into users (id, username, email, password_hash, display_name)
         select gen_random_uuid(), name, name, '', name
         from generate_series(1, 10000) n, concat('${table}', n) name returning id
       )
       insert into ${table} (user_id, ${other}, created_at) select $1, id, now() from made`,
      [a.id],
    );
  }
  for (const act of ['mute', 'block']) {
    expect(await a.put(`${api}/users/${b.id}/${act}`)).toMatchObject({
      status: 409,
      ...refusal('conflict'),
    });
  }
  expect(await profile(a, b)).toMatchObject({ isMuted: false });
});

import { expect, it } from 'vitest';
import {
  type Answer,
  call,
  connected,
  emit,
  next,
  openSocket,
  register,
  testPassword,
  type TestPerson,
} from '../../../test/people.ts';
import { RoomClient } from '../../../test/room-client.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { group } from '../conversations/test-acts.ts';
import { grantRole } from '../moderation/moderation.ts';
import { refusal, server, serveTests } from '../people/test-acts.ts';
import { expectWhole } from '../posts/test-acts.ts';
import { api, done, erase, liveFully, nobody, three } from './test-acts.ts';

/** What becomes of the account of somebody who is erased: by themselves, or by those who keep order. */

serveTests();

const login = (body: object): Promise<Answer> =>
  call(server, 'POST', `${api}/auth/login`, { body: { password: testPassword, ...body } });

async function staff(role: 'admin' | 'moderator'): Promise<TestPerson> {
  const person = await register(server);
  await grantRole(openDatabase<Tables>(server.pool), person.username, role);
  return person;
}

it('needs the password', async () => {
  const lan = await register(server);
  const wrong = await lan.delete(`${api}/users/me`, { password: 'a wrong one' });
  expect(wrong).toMatchObject({ status: 403, ...refusal('forbidden') });
  expect(await lan.delete(`${api}/users/me`)).toMatchObject(refusal('invalid_input'));
  expect((await lan.get(`${api}/users/me`)).status).toBe(200);
});

it('ends on all doors at once, and its names are free', async () => {
  const lan = await register(server);
  const id = await group(lan);
  const sockets = [await lan.connect('/v1'), await lan.chat(), await lan.connect('/')];
  const ends = sockets.map(async (socket) => next(socket, 'disconnect'));
  const path = `/ws/${id}/${lan.id}?token=${lan.token}`;
  const room = await new RoomClient(server, path).open();
  done(await erase(lan));
  expect(await Promise.all(ends)).toEqual(sockets.map(() => 'io server disconnect'));
  expect(await room.closed).toMatchObject({ code: 4401 });
  expect((await lan.get(`${api}/users/me`)).status).toBe(401);
  const email = `${lan.username}@example.org`;
  for (const name of [{ username: lan.username }, { email }, { username: lan.id }]) {
    expect(await login(name)).toMatchObject({ status: 401, ...refusal('unauthenticated') });
  }
  const again = await register(server, lan.username);
  expect(again.id).not.toBe(lan.id);
  again.disconnect();
});

it('ends on the socket that it is asked on with the answer, and on others at once', async () => {
  const lan = await register(server);
  const { body } = await login({ username: lan.username });
  const elsewhere = openSocket(server, '/v1', body.data.accessToken);
  await connected(elsewhere);
  const socket = await lan.connect('/v1');
  const ends = [elsewhere, socket].map(async (one) => next(one, 'disconnect'));
  expect(await emit(socket, 'users.erase', { password: testPassword })).toEqual({
    status: 'success',
  });
  expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);
});

it('cannot be brought back', async () => {
  const [admin, lan] = [await staff('admin'), await register(server)];
  done(await erase(lan));
  const path = `${api}/admin/users/${lan.id}`;
  expect(await admin.patch(path, { state: 'active' })).toMatchObject(refusal('not_found'));
  expect(await admin.delete(path)).toMatchObject(refusal('not_found'));
  const { items } = done<{ items: { id: string }[] }>(await admin.get(`${api}/admin/users`));
  expect(items.map(({ id }) => id)).not.toContain(lan.id);
});

it('is erased by moderators and admins too, and the log keeps that, without a name', async () => {
  const [admin, moderator] = [await staff('admin'), await staff('moderator')];
  const [lan, colleague] = [await register(server), await staff('moderator')];
  const at = ({ id }: { id: string }) => `${api}/admin/users/${id}`;
  expect(await lan.delete(at(moderator))).toMatchObject({ status: 403 });
  for (const subject of [colleague, admin, moderator]) {
    expect(await moderator.delete(at(subject))).toMatchObject(refusal('forbidden'));
  }
  expect(await moderator.delete(at(lan))).toMatchObject({ status: 200, body: { data: {} } });
  expect((await lan.get(`${api}/users/me`)).status).toBe(401);
  expect((await admin.delete(at(colleague))).status).toBe(200);
  const audit = done<{ items: unknown[] }>(await admin.get(`${api}/admin/audit?limit=2`));
  expect(audit.items).toMatchObject([
    { actor: { id: admin.id }, act: 'erase', subject: nobody(colleague.id), to: 'erased' },
    { actor: { id: moderator.id }, act: 'erase', subject: nobody(lan.id), from: 'active' },
  ]);
  // What they did themselves stays known as an act of somebody who is gone.
  done(await erase(moderator));
  const { items } = done<{ items: { actor: unknown }[] }>(await admin.get(`${api}/admin/audit`));
  expect(items.map(({ actor }) => actor)).toContainEqual(nobody(moderator.id));
  expect(JSON.stringify(items)).not.toContain(lan.username);
});

it('is erased whole when it was suspended before, and its counts had left', async () => {
  const [gone, friend, other] = await three();
  const admin = await staff('admin');
  const life = await liveFully({ gone, friend, other });
  const path = `${api}/admin/users/${gone.id}`;
  done(await admin.patch(path, { state: 'not_active' }));
  const before = done(await friend.get(`${api}/posts/${life.friendsPost.id}`));
  done(await admin.delete(path));
  await expectWhole();
  expect(done(await friend.get(`${api}/posts/${life.friendsPost.id}`))).toEqual({
    ...before,
    taggedUsers: [],
    mentions: [],
  });
  const { rows } = await server.pool.query(
    'select follower_count, following_count from users where id = $1',
    [friend.id],
  );
  expect(rows).toEqual([{ follower_count: 0, following_count: 0 }]);
});

it('the last admin stays', async () => {
  const admin = await staff('admin');
  await server.pool.query("update users set role = 'user' where role = 'admin' and id <> $1", [
    admin.id,
  ]);
  expect(await erase(admin)).toMatchObject({ status: 409, ...refusal('conflict') });
  const second = await staff('admin');
  done(await second.delete(`${api}/admin/users/${admin.id}`));
  expect(await erase(second)).toMatchObject({ status: 409, ...refusal('conflict') });
});

it('twice at once is once', async () => {
  const [admin, lan] = [await staff('admin'), await register(server)];
  await group(lan);
  const answers = await Promise.all([
    erase(lan),
    admin.delete(`${api}/admin/users/${lan.id}`),
    erase(lan),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status } of answers) expect([200, 401, 403, 404]).toContain(status);
});

import { expect, it } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { newcomers, server, serveTests } from '../people/test-acts.ts';
import { expectWhole } from '../posts/test-acts.ts';
import { keptIds } from './delete-rules.ts';
import { api, columnsHolding, done, erase, type Life, liveFully } from './test-acts.ts';

/** Erasing meets what is on its way, by the one who goes and by others: nothing is left over, nobody fails. */

serveTests();

type Acts = (() => Promise<Answer>)[];

/** What the one who goes does just before, and in the same moment. */
function lastActs(gone: TestPerson, friend: TestPerson, life: Life): Acts {
  const post = `${api}/posts/${life.friendsPost.id}`;
  const comment = `${api}/comments/${life.friendsComment.id}`;
  const say = (id: string) => () =>
    gone.post(`${api}/conversations/${id}/messages`, { content: 'khoan đã' });
  return [
    () => gone.delete(`${post}/like`),
    () => gone.put(`${post}/like`),
    () => gone.put(`${post}/save`),
    () => gone.put(`${post}/repost`),
    () => gone.post(`${post}/comments`, { text: 'chờ' }),
    () => gone.post(`${comment}/replies`, { text: 'chờ' }),
    () => gone.put(`${comment}/like`),
    () => gone.post(`${api}/posts`, { text: '#chờ', taggedUserIds: [friend.id] }),
    () => gone.post(`${api}/posts`, { text: 'trích', quoteOf: life.friendsPost.id }),
    () => gone.delete(`${api}/posts/${life.post.id}`),
    () => gone.delete(`${api}/users/${friend.id}/follow`),
    () => gone.put(`${api}/users/${friend.id}/follow`),
    () => gone.put(`${api}/users/${friend.id}/mute`),
    say(life.direct),
    say(life.group),
    () => gone.post(`${api}/conversations/${life.group}/read`),
    () => gone.patch(`${api}/conversations/${life.direct}/preferences`, { draft: 'x' }),
    () => gone.post(`${api}/conversations`, { isGroup: true, memberIds: [friend.id] }),
    () => gone.post(`${api}/conversations/${life.group}/leave`),
    () => gone.patch(`${api}/users/me`, { biography: 'vẫn đây' }),
    () => gone.post(`${api}/auth/refresh`, { refreshToken: gone.refreshToken }),
  ];
}

/** What others do with them and with what is theirs. */
function actsOnThem({ id, username }: TestPerson, others: readonly TestPerson[], life: Life): Acts {
  return others.flatMap((who) => [
    () => who.put(`${api}/posts/${life.post.id}/like`),
    () => who.put(`${api}/posts/${life.post.id}/repost`),
    () => who.post(`${api}/posts/${life.post.id}/comments`, { text: 'x' }),
    () => who.post(`${api}/posts`, { text: `@${username}`, taggedUserIds: [id] }),
    () => who.post(`${api}/posts`, { text: 'trích', quoteOf: life.post.id }),
    () => who.post(`${api}/comments/${life.friendsComment.id}/replies`, { text: `@${username}` }),
    () => who.delete(`${api}/users/${id}/follow`),
    () => who.put(`${api}/users/${id}/follow`),
    () => who.post(`${api}/friends/requests`, { userId: id }),
    () => who.put(`${api}/users/${id}/mute`),
    () => who.put(`${api}/users/${id}/block`),
    () => who.post(`${api}/conversations`, { isGroup: false, memberIds: [id] }),
    () => who.post(`${api}/conversations`, { isGroup: true, memberIds: [id] }),
    () => who.post(`${api}/conversations/${life.group}/members`, { userIds: [id] }),
    () =>
      who.post(`${api}/conversations/${life.group}/messages`, { content: `@${username} đâu rồi` }),
  ]);
}

it('leaves nothing over', async () => {
  for (let round = 0; round < 6; round += 1) {
    const [gone, friend, other] = await newcomers(3);
    if (!gone || !friend || !other) throw new Error('nobody');
    const life = await liveFully({ gone, friend, other });
    const acts = [
      ...lastActs(gone, friend, life),
      ...actsOnThem(gone, [friend, other], life),
    ].toSorted(() => Math.random() - 0.5);
    const middle = Math.floor((acts.length * round) / 6);
    const before = acts.slice(0, middle).map((act) => act());
    const erasing = erase(gone);
    const after = acts.slice(middle).map((act) => act());
    const answers = await Promise.all([...before, ...after]);
    expect(done(await erasing)).toEqual({});
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const isGone = async () =>
      (await server.pool.query('select from users where id = $1', [gone.id])).rowCount === 0;
    await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
    const kept: readonly string[] = keptIds;
    const left = await columnsHolding(server, gone.id);
    expect(left.filter((column) => !kept.includes(column))).toEqual([]);
    await expectWhole();
  }
}, 120_000);

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import { type Answer, testPassword, type TestPerson } from '../../../test/people.ts';
import type { TestServer } from '../../../test/server.ts';
import { newcomers } from '../people/test-acts.ts';

/** What the tests of erasing share: people with a full life, and a look at what is stored of them. */

export const api = '/api/v1';

interface Thing {
  id: string;
}

/** The data of an answer that succeeded. */
export function done<Data = Thing>(answer: Answer): Data {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ body: { status: 'success' } });
  return answer.body.data;
}

export const erase = (who: TestPerson): Promise<Answer> =>
  who.delete(`${api}/users/me`, { password: testPassword });

export async function upload(who: TestPerson): Promise<string> {
  return done(await who.post(`${api}/media`, formOf(await pngFile({ width: 8, height: 8 })))).id;
}

/** The names of a file's pieces in the storage folder. */
export async function storedFiles(server: TestServer, mediaId: string): Promise<string[]> {
  const names = await readdir(join(server.dataDir, 'media'), { recursive: true });
  return names.filter((name) => name.includes(mediaId));
}

/** Which columns of which tables name these ids anywhere, in keys, lists or JSON. */
export async function columnsHolding(server: TestServer, ...ids: string[]): Promise<string[]> {
  const { rows: columns } = await server.pool.query<{ table: string; column: string }>(`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE'`);
  const holding: string[] = [];
  for (const { table, column } of columns) {
    const { rowCount } = await server.pool.query(
      `select from ${table} where "${column}"::text like any($1) limit 1`,
      [ids.map((id) => `%${id}%`)],
    );
    if (rowCount) holding.push(`${table}.${column}`);
  }
  return holding.toSorted();
}

export async function three(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [gone, friend, other] = await newcomers(3);
  if (!gone || !friend || !other) throw new Error('three people were asked for');
  return [gone, friend, other];
}

/** How somebody is shown who was erased. */
export const nobody = (id: string) => ({ id, username: null, displayName: null, photoUrl: null });

/** Those who play in the life of the one who is erased. */
export interface Circle {
  gone: TestPerson;
  friend: TestPerson;
  other: TestPerson;
}

/** What of a life others still look at. */
export interface Life {
  post: Thing;
  /** The friend's, which the one who goes commented, liked, saved, reposted and quoted, and is tagged in. */
  friendsPost: Thing;
  friendsComment: Thing;
  direct: string;
  group: string;
  /** Of the one who goes, in the group. */
  message: Thing;
  /** Held by nobody else. */
  picture: string;
  /** Forwarded by the friend. */
  forwarded: string;
}

/** Does everything that people can do, so that something of it is stored everywhere. */
export async function liveFully({ gone, friend, other }: Circle): Promise<Life> {
  await meet({ gone, friend, other });
  const friendsPost: Thing = done(
    await friend.post(`${api}/posts`, {
      text: `cùng @${gone.username}`,
      taggedUserIds: [gone.id],
    }),
  );
  const friendsComment = await comment(friend, friendsPost.id, `chào @${gone.username}`);
  const post = await publish(gone, { friend, friendsPost });
  await actOnPosts({ gone, friend, other }, { friendsPost, friendsComment, post });
  const story = done(await gone.post(`${api}/stories`, { mediaId: await upload(gone) }));
  done(await friend.post(`${api}/stories/${story.id}/view`));
  const seen = done(await friend.post(`${api}/stories`, { mediaId: await upload(friend) }));
  done(await gone.post(`${api}/stories/${seen.id}/view`));
  done(await gone.post(`${api}/stickers`, formOf(await pngFile({ width: 8, height: 8 }))));
  const photoMediaId = await upload(gone);
  done(await gone.patch(`${api}/users/me`, { photoMediaId, settings: { theme: 'dark' } }));
  return { post, friendsPost, friendsComment, ...(await talk({ gone, friend, other })) };
}

async function meet({ gone, friend, other }: Circle): Promise<void> {
  done(await gone.post(`${api}/friends/requests`, { userId: friend.id }));
  done(await friend.post(`${api}/friends/requests/${gone.id}/accept`));
  for (const [from, to] of [
    [gone, friend],
    [friend, gone],
    [other, gone],
  ] as const) {
    done(await from.put(`${api}/users/${to.id}/follow`));
  }
  done(await gone.put(`${api}/users/${other.id}/mute`));
  done(await other.put(`${api}/users/${gone.id}/mute`));
}

async function comment(who: TestPerson, postId: string, text: string): Promise<Thing> {
  return done(await who.post(`${api}/posts/${postId}/comments`, { text }));
}

async function reply(who: TestPerson, commentId: string, text: string): Promise<Thing> {
  return done(await who.post(`${api}/comments/${commentId}/replies`, { text }));
}

async function publish(
  gone: TestPerson,
  { friend, friendsPost }: { friend: TestPerson; friendsPost: Thing },
): Promise<Thing> {
  const post: Thing = done(
    await gone.post(`${api}/posts`, {
      text: `#chung #riêng @${friend.username}`,
      mediaIds: [await upload(gone)],
      taggedUserIds: [friend.id],
      quoteOf: friendsPost.id,
    }),
  );
  done(await gone.patch(`${api}/posts/${post.id}`, { text: `#chung khác @${friend.username}` }));
  done(await gone.post(`${api}/posts`, { kind: 'tweet', text: 'một mình' }));
  const archived = done(await gone.post(`${api}/posts`, { text: 'cất đi' }));
  done(await gone.put(`${api}/posts/${archived.id}/archive`));
  return post;
}

async function actOnPosts(
  { gone, friend, other }: Circle,
  { friendsPost, friendsComment, post }: { friendsPost: Thing; friendsComment: Thing; post: Thing },
): Promise<void> {
  for (const act of ['like', 'save', 'repost']) {
    done(await gone.put(`${api}/posts/${friendsPost.id}/${act}`));
    done(await friend.put(`${api}/posts/${post.id}/${act}`));
    done(await other.put(`${api}/posts/${post.id}/${act}`));
  }
  done(await other.put(`${api}/posts/${friendsPost.id}/like`));
  done(await friend.post(`${api}/posts`, { text: 'trích', quoteOf: post.id }));
  const mine = await comment(gone, friendsPost.id, `hay @${friend.username}`);
  const answer = await reply(friend, mine.id, 'cảm ơn');
  done(await other.put(`${api}/replies/${answer.id}/like`));
  done(await other.put(`${api}/comments/${mine.id}/like`));
  const own = await reply(gone, friendsComment.id, 'ừ');
  done(await friend.put(`${api}/replies/${own.id}/like`));
  done(await gone.put(`${api}/comments/${friendsComment.id}/like`));
  const under = await comment(other, post.id, 'dưới bài');
  done(await gone.put(`${api}/comments/${under.id}/like`));
  await reply(friend, under.id, `@${gone.username}`);
}

async function talk({
  gone,
  friend,
  other,
}: Circle): Promise<Omit<Life, 'post' | 'friendsPost' | 'friendsComment'>> {
  const open = async (who: TestPerson, body: object): Promise<string> =>
    done(await who.post(`${api}/conversations`, body)).id;
  const say = async (who: TestPerson, id: string, body: object): Promise<Thing> =>
    done(await who.post(`${api}/conversations/${id}/messages`, body));
  const group = await open(gone, { isGroup: true, memberIds: [friend.id, other.id] });
  const direct = await open(gone, { isGroup: false, memberIds: [friend.id] });
  const left = await open(friend, { isGroup: true, memberIds: [gone.id, other.id] });
  const picture = await upload(gone);
  const forwarded = await upload(gone);
  const message = await say(gone, group, { content: `@${friend.username} chào`, clientId: 'a' });
  await say(gone, direct, { type: 'IMAGE', mediaId: picture });
  const shared = await say(gone, direct, { type: 'IMAGE', mediaId: forwarded });
  done(await friend.post(`${api}/messages/${shared.id}/forward`, { targetConversationId: group }));
  const theirs = await say(friend, group, { content: `@${gone.username} ơi`, replyTo: message.id });
  done(await gone.put(`${api}/messages/${theirs.id}/reactions/❤️`));
  done(await other.put(`${api}/messages/${theirs.id}/reactions/❤️`));
  done(await other.put(`${api}/messages/${message.id}/reactions/👍`));
  const recalled = await say(gone, group, { content: 'rút lại', clientId: 'b' });
  done(await gone.put(`${api}/messages/${recalled.id}/recall`));
  const hidden = await say(other, group, { content: 'ẩn' });
  done(await gone.delete(`${api}/messages/${hidden.id}`));
  await say(gone, left, { content: 'trước khi đi' });
  done(await gone.post(`${api}/conversations/${group}/read`));
  done(await friend.post(`${api}/conversations/${group}/read`));
  done(await gone.post(`${api}/conversations/${left}/leave`));
  done(await gone.patch(`${api}/conversations/${group}/preferences`, { draft: 'viết dở' }));
  return { group, direct, message, picture, forwarded };
}

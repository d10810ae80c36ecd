import type { Comment, Reply } from '@xom/contract/comments';
import type { Post } from '@xom/contract/posts';
import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import {
  api,
  block,
  newcomers,
  refusal,
  server,
  serveTests,
  unblock,
} from '../people/test-acts.ts';
import {
  all,
  comment,
  commentPath,
  commentsOf,
  done,
  idsOf,
  post,
  repliesOf,
  reply,
  replying,
  replyPath,
  saying,
  stored,
} from './test-acts.ts';

/** Who sees which comments, and that counts are those of what one sees. */

serveTests();

const notFound = { status: 404, ...refusal('not_found') };

async function four(): Promise<[TestPerson, TestPerson, TestPerson, TestPerson]> {
  const [lan, minh, hoa, tuan] = await newcomers(4);
  if (!lan || !minh || !hoa || !tuan) throw new Error('four people were asked for');
  return [lan, minh, hoa, tuan];
}

const follow = async (who: TestPerson, other: TestPerson) =>
  server.pool.query(
    `with mine as (
       insert into followings (user_id, followed_id, status, since, is_counted)
       values ($1, $2, 'accepted', now(), false) on conflict do nothing)
     insert into followers (user_id, follower_id, status, since)
     values ($2, $1, 'accepted', now()) on conflict do nothing`,
    [who.id, other.id],
  );
const mute = async (who: TestPerson, other: TestPerson) =>
  server.pool.query('insert into mutes (user_id, muted_id, created_at) values ($1, $2, now())', [
    who.id,
    other.id,
  ]);

/** Everything that can be done with a post's comment and its reply, by somebody who may see neither. */
async function seesNothing(
  who: TestPerson,
  { postId, above, answer }: { postId: string; above: Comment; answer: Reply },
): Promise<void> {
  const [path, replies] = [commentPath(above), replyPath(answer)];
  for (const [what, tried] of Object.entries({
    list: who.get(`${api}/posts/${postId}/comments`),
    write: saying(who, postId),
    get: who.get(path),
    edit: who.patch(path, { text: 'a' }),
    delete: who.delete(path),
    like: who.put(`${path}/like`),
    unlike: who.delete(`${path}/like`),
    likes: who.get(`${path}/likes`),
    replies: who.get(`${path}/replies`),
    reply: replying(who, above),
    getReply: who.get(replies),
    editReply: who.patch(replies, { text: 'a' }),
    deleteReply: who.delete(replies),
    likeReply: who.put(`${replies}/like`),
    unlikeReply: who.delete(`${replies}/like`),
    replyLikes: who.get(`${replies}/likes`),
  })) {
    expect([what, await tried]).toMatchObject([what, notFound]);
  }
}

it('shows and lets comment whom the post is for', async () => {
  const [lan, minh, hoa] = await four();
  const postId = await post(lan, 'followers');
  const above = await comment(lan, postId);
  const answer = await reply(lan, above);
  await seesNothing(minh, { postId, above, answer });
  await follow(hoa, lan);
  await comment(hoa, postId, 'tôi theo dõi');
  expect(await commentsOf(hoa, postId)).toHaveLength(2);
  // Also what one wrote oneself is out of sight with its post.
  const own = (await commentsOf(hoa, postId))[0];
  await server.pool.query('update posts set archived_at = now() where id = $1', [postId]);
  await seesNothing(hoa, { postId, above: own ?? above, answer });
  expect(await commentsOf(lan, postId)).toHaveLength(2);
  await server.pool.query('update posts set archived_at = null, deleted_at = now() where id = $1', [
    postId,
  ]);
  await seesNothing(lan, { postId, above, answer });
});

it('shows nothing to who is blocked by the author of the post, or blocks them', async () => {
  const [lan, minh] = await four();
  const postId = await post(lan);
  const above = await comment(minh, postId);
  const answer = await reply(minh, above);
  for (const [one, other] of [
    [lan, minh],
    [minh, lan],
  ] as const) {
    done(await block(one, other));
    await seesNothing(minh, { postId, above, answer });
    expect(await commentsOf(lan, postId)).toEqual([]);
    done(await unblock(one, other));
    expect(await commentsOf(lan, postId)).toHaveLength(1);
  }
});

it('leaves out whom the viewer blocked, mutes or was blocked by, in lists and counts', async () => {
  const [lan, minh, hoa, tuan] = await four();
  const postId = await post(tuan);
  const [byLan, byMinh] = [await comment(lan, postId), await comment(minh, postId)];
  const [answerMinh, answerHoa] = [await reply(minh, byLan), await reply(hoa, byLan)];
  const underMinh = await reply(hoa, byMinh);
  for (const who of [lan, minh, hoa]) {
    done(await who.put(`${commentPath(byLan)}/like`));
    done(await who.put(`${replyPath(answerHoa)}/like`));
  }
  const seen = async (who: TestPerson) => {
    const comments = await commentsOf(who, postId);
    const shown = comments.find(({ id }) => id === byLan.id);
    const replies = await repliesOf(who, byLan);
    const likers = await all<{ user: { id: string } }>(who, `${commentPath(byLan)}/likes`);
    expect(shown?.replyCount).toBe(replies.length);
    expect(shown?.likeCount).toBe(likers.length);
    const last = replies.find(({ id }) => id === answerHoa.id);
    expect(last?.likeCount).toBe(likers.length);
    return { comments: idsOf(comments), replies: idsOf(replies), likers: likers.length };
  };
  const whole = {
    comments: [byMinh.id, byLan.id],
    replies: [answerMinh.id, answerHoa.id],
    likers: 3,
  };
  const without = { comments: [byLan.id], replies: [answerHoa.id], likers: 2 };
  expect(await seen(lan)).toEqual(whole);
  for (const [one, other] of [
    [lan, minh],
    [minh, lan],
  ] as const) {
    done(await block(one, other));
    expect(await seen(lan)).toEqual(without);
    expect(await seen(hoa)).toEqual(whole);
    // A reply is out of sight with the comment that it answers.
    for (const path of [commentPath(byMinh), replyPath(answerMinh), replyPath(underMinh)]) {
      expect(await lan.get(path)).toMatchObject(notFound);
      expect(await lan.put(`${path}/like`)).toMatchObject(notFound);
    }
    expect(await replying(lan, byMinh)).toMatchObject(notFound);
    done(await unblock(one, other));
  }
  await mute(lan, minh);
  expect(await seen(lan)).toEqual(without);
  // Who is muted is left out, not hidden: what one has the address of is there.
  expect(done(await lan.get(commentPath(byMinh)))).toMatchObject({ id: byMinh.id });
});

it('shows nobody what is said by who has a block with the author of the post', async () => {
  const [lan, minh, hoa] = await four();
  const postId = await post(lan);
  const [byMinh, byHoa] = [await comment(minh, postId), await comment(hoa, postId)];
  const [toMinh, answer] = [await reply(hoa, byMinh), await reply(minh, byHoa)];
  const counts = async () => {
    const { commentCount } = done<Post>(await hoa.get(`${api}/posts/${postId}`));
    const comments = await commentsOf(hoa, postId);
    expect(commentCount).toBe(comments.length);
    const replies = await repliesOf(hoa, byHoa);
    expect(comments.find(({ id }) => id === byHoa.id)?.replyCount).toBe(replies.length);
    return [comments.length, replies.length];
  };
  for (const [one, other] of [
    [lan, minh],
    [minh, lan],
  ] as const) {
    expect(await counts()).toEqual([2, 1]);
    done(await block(one, other));
    expect(await counts()).toEqual([1, 0]);
    // Left out twice over, it is taken off the counts once.
    await mute(hoa, minh);
    expect(await counts()).toEqual([1, 0]);
    await server.pool.query('delete from mutes where user_id = $1', [hoa.id]);
    for (const path of [commentPath(byMinh), replyPath(toMinh), replyPath(answer)]) {
      expect(await hoa.get(path)).toMatchObject(notFound);
      expect(await hoa.put(`${path}/like`)).toMatchObject(notFound);
    }
    expect(await replying(hoa, byMinh)).toMatchObject(notFound);
    done(await unblock(one, other));
  }
  expect(await counts()).toEqual([2, 1]);
  // The author of the post has the last word, across a block too.
  done(await block(minh, lan));
  expect(await hoa.delete(commentPath(byMinh))).toMatchObject(notFound);
  done(await lan.delete(replyPath(answer)));
  done(await lan.delete(commentPath(byMinh)));
  done(await unblock(minh, lan));
  expect(await counts()).toEqual([1, 0]);
  expect(await stored(postId)).toMatchObject({ count: 1, comments: 1, replies: 0 });
});

it('takes very many blocks of the author of the post off its counts', async () => {
  const [lan, minh, hoa] = await four();
  const postId = await post(lan);
  const byHoa = await comment(hoa, postId);
  await comment(minh, postId);
  await reply(minh, byHoa);
  done(await block(minh, lan));
  // More blocks than comments: these are looked through then, not the blocks.
  await server.pool.query(
    `with person as (
       insert into users (id, username, email, password_hash, display_name)
       select gen_random_uuid(), concat('shy', n), concat('shy', n), '', ''
       from generate_series(1, 100) n returning id
     ) insert into blocks (user_id, blocked_id) select id, $1::uuid from person`,
    [lan.id],
  );
  expect(done(await hoa.get(`${api}/posts/${postId}`))).toMatchObject({ commentCount: 1 });
  expect(done(await hoa.get(commentPath(byHoa)))).toMatchObject({ replyCount: 0 });
});

it('leaves out who is not there, and has them back', async () => {
  const [lan, minh, hoa] = await four();
  const postId = await post(lan);
  const [byMinh, byLan] = [await comment(minh, postId), await comment(lan, postId)];
  const answer = await reply(hoa, byMinh);
  done(await minh.put(`${commentPath(byLan)}/like`));
  await server.pool.query("update users set state = 'not_active' where id = $1", [minh.id]);
  expect(idsOf(await commentsOf(hoa, postId))).toEqual([byLan.id]);
  expect(await all(hoa, `${commentPath(byLan)}/likes`)).toEqual([]);
  expect(await hoa.get(replyPath(answer))).toMatchObject(notFound);
  await server.pool.query("update users set state = 'active' where id = $1", [minh.id]);
  expect(idsOf(await commentsOf(hoa, postId))).toEqual([byLan.id, byMinh.id]);
  expect(await all(hoa, `${commentPath(byLan)}/likes`)).toHaveLength(1);
});

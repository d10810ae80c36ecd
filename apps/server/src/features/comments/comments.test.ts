import { describe, expect, it } from 'vitest';
import { emit } from '../../../test/people.ts';
import {
  api,
  newcomers,
  refusal,
  server,
  serveTests,
  timestamp,
  two,
} from '../people/test-acts.ts';
import {
  all,
  comment,
  commentPath,
  commentsOf,
  done,
  holdCounters,
  idsOf,
  post,
  repliesOf,
  reply,
  replying,
  replyPath,
  saying,
  stored,
} from './test-acts.ts';

serveTests();

const notFound = { status: 404, ...refusal('not_found') };
const forbidden = { status: 403, ...refusal('forbidden') };

describe('comments', () => {
  it('are written, shown to everybody, and counted', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const answer = await saying(minh, postId, 'Đẹp lắm!');
    expect(answer.status).toBe(201);
    const made = {
      id: expect.any(String),
      postId,
      author: { id: minh.id, username: minh.username, displayName: null, photoUrl: null },
      text: 'Đẹp lắm!',
      mentions: [],
      likeCount: 0,
      replyCount: 0,
      likedByMe: false,
      createdAt: timestamp,
      editedAt: null,
    };
    expect(answer.body.data).toEqual({
      ...made,
      author: { ...made.author, displayName: answer.body.data.author.displayName },
    });
    for (const who of [lan, minh]) {
      expect(await commentsOf(who, postId)).toEqual([answer.body.data]);
      expect(done(await who.get(commentPath(answer.body.data)))).toEqual(answer.body.data);
    }
    expect((await stored(postId)).count).toBe(1);
  });

  it('come in pages, the newest first, or the oldest', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const made = [];
    for (let index = 0; index < 7; index += 1) {
      made.push(await comment(index % 2 ? lan : minh, postId, `${index}`));
    }
    const path = `${api}/posts/${postId}/comments`;
    expect(idsOf(await all(lan, path, 3))).toEqual(idsOf(made).toReversed());
    expect(idsOf(await all(lan, `${path}?order=oldest`, 3))).toEqual(idsOf(made));
    expect(idsOf(await all(lan, path, 7))).toEqual(idsOf(made).toReversed());
    for (const query of ['cursor=abc', 'limit=0', 'limit=101', 'order=best']) {
      expect(await lan.get(`${path}?${query}`)).toMatchObject(refusal('invalid_input'));
    }
  });

  it('hold up to 2,000 characters that say something', async () => {
    const [lan] = await two();
    const postId = await post(lan);
    expect((await comment(lan, postId, 'á'.repeat(2000))).text).toHaveLength(2000);
    for (const text of ['', '  \n', 'a'.repeat(2001), 'a\u0000b', 7, null]) {
      expect(
        await lan.post(`${api}/posts/${postId}/comments`, { text }),
        String(text),
      ).toMatchObject({ status: 400, body: { details: { text: expect.any(String) } } });
    }
  });

  it('are made once for a clientId on a post, at the same time too', async () => {
    const [lan, minh] = await two();
    const [postId, elsewhere] = [await post(lan), await post(lan)];
    const more = { clientId: 'lần một' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => saying(minh, postId, 'một lần', more)),
    );
    const [first] = answers;
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 201, body: { data: { id: first?.body.data.id } } });
    }
    expect(await comment(minh, postId, 'lời khác', more)).toEqual(first?.body.data);
    expect((await comment(lan, postId, 'của Lan', more)).id).not.toBe(first?.body.data.id);
    expect((await comment(minh, elsewhere, 'chỗ khác', more)).id).not.toBe(first?.body.data.id);
    expect((await stored(postId)).count).toBe(2);
    expect(await replying(minh, first?.body.data, 'trả lời', more)).toMatchObject({
      status: 409,
      body: { error: 'conflict', details: { clientId: expect.any(String) } },
    });
    // What is deleted no longer answers for it.
    done(await minh.delete(commentPath(first?.body.data)));
    expect((await comment(minh, postId, 'lại', more)).text).toBe('lại');
    await holdCounters(postId);
  });

  it('are edited by their author alone, and say when', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const made = await comment(minh, postId, 'sai chính tả');
    expect(done(await minh.patch(commentPath(made), { text: 'sai chính tả' }))).toEqual(made);
    expect(await lan.patch(commentPath(made), { text: 'của tôi' })).toMatchObject(forbidden);
    const edited = done(await minh.patch(commentPath(made), { text: 'đúng chính tả' }));
    expect(edited).toEqual({ ...made, text: 'đúng chính tả', editedAt: timestamp });
    expect(await commentsOf(lan, postId)).toEqual([edited]);
    expect(await minh.patch(commentPath(made), { text: ' ' })).toMatchObject(
      refusal('invalid_input'),
    );
    const answer = await reply(lan, made, 'ừ');
    const path = replyPath(answer);
    expect(await minh.patch(path, { text: 'ờ' })).toMatchObject(forbidden);
    expect(done(await lan.patch(path, { text: 'ờ' }))).toEqual({
      ...answer,
      text: 'ờ',
      editedAt: timestamp,
    });
  });

  it('name those whom they mention, of those who may read them', async () => {
    const [lan, minh, hoa, cut] = await newcomers(4);
    if (!lan || !minh || !hoa || !cut) throw new Error('nobody');
    const postId = await post(lan);
    await cut.put(`${api}/users/${lan.id}/block`);
    const text = `@${hoa.username} @${minh.username.toUpperCase()}, @${lan.username}. @${cut.username} @khong.co.ai`;
    const made = await comment(minh, postId, text);
    expect(idsOf(made.mentions)).toEqual([hoa.id, lan.id]);
    expect(made.mentions[0]).toMatchObject({ username: hoa.username });
    const edited = done<typeof made>(
      await minh.patch(commentPath(made), { text: `@${lan.username} thôi` }),
    );
    expect(idsOf(edited.mentions)).toEqual([lan.id]);
    const answer = await reply(lan, made, `@${minh.username} @${hoa.username}`);
    expect(idsOf(answer.mentions)).toEqual([minh.id, hoa.id]);
    // Not to somebody who does not see them.
    await hoa.put(`${api}/users/${minh.id}/block`);
    expect(idsOf(done<typeof made>(await minh.get(replyPath(answer))).mentions)).toEqual([minh.id]);
    // Nor of those from whom the post or the comment above is hidden.
    expect((await reply(lan, made, `@${hoa.username}`)).mentions).toEqual([]);
    const inside = await comment(lan, await post(lan, 'followers'), `@${minh.username}`);
    expect(inside.mentions).toEqual([]);
  });

  it('are reached over the socket', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const socket = await minh.connect('/v1');
    const made = await emit(socket, 'comments.create', { postId, text: 'qua ổ cắm' });
    expect(made).toMatchObject({ status: 'success', postId, text: 'qua ổ cắm' });
    const commentId = made.id;
    expect(await emit(socket, 'comments.like', { commentId })).toMatchObject({ likeCount: 1 });
    const answer = await emit(socket, 'replies.create', { commentId, text: 'nữa' });
    expect(answer).toMatchObject({ status: 'success', commentId });
    expect(await emit(socket, 'replies.list', { commentId })).toMatchObject({
      items: [{ id: answer.id }],
    });
    expect(await emit(socket, 'comments.list', { postId })).toMatchObject({
      items: [{ id: commentId, replyCount: 1, likeCount: 1, likedByMe: true }],
    });
    expect(await emit(socket, 'replies.get', { replyId: commentId })).toMatchObject({
      status: 'error',
      error: 'not_found',
    });
    expect(await emit(socket, 'comments.page', { postId, page: 0 })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('replies', () => {
  it('stand under a comment, the oldest first, and are counted there alone', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const above = await comment(minh, postId);
    const made = [];
    for (let index = 0; index < 5; index += 1) made.push(await reply(lan, above, `${index}`));
    expect(made[0]).toEqual({
      id: expect.any(String),
      postId,
      commentId: above.id,
      author: expect.objectContaining({ id: lan.id }),
      text: '0',
      mentions: [],
      likeCount: 0,
      likedByMe: false,
      createdAt: timestamp,
      editedAt: null,
    });
    expect(idsOf(await all(minh, `${commentPath(above)}/replies`, 2))).toEqual(idsOf(made));
    expect(done(await minh.get(commentPath(above)))).toMatchObject({ replyCount: 5 });
    expect(await commentsOf(minh, postId)).toMatchObject([{ id: above.id, replyCount: 5 }]);
    expect(await stored(postId)).toMatchObject({ count: 1, comments: 1, replies: 5 });
    expect(done(await minh.get(replyPath(made[2] ?? { id: '' })))).toEqual(made[2]);
  });

  it('are not comments, nor the other way round', async () => {
    const [lan, minh] = await two();
    const above = await comment(minh, await post(lan));
    const answer = await reply(lan, above);
    for (const path of [commentPath(answer), replyPath(above)]) {
      expect(await lan.get(path)).toMatchObject(notFound);
      expect(await lan.patch(path, { text: 'a' })).toMatchObject(notFound);
      expect(await lan.delete(path)).toMatchObject(notFound);
      expect(await lan.put(`${path}/like`)).toMatchObject(notFound);
      expect(await lan.delete(`${path}/like`)).toMatchObject(notFound);
      expect(await lan.get(`${path}/likes`)).toMatchObject(notFound);
    }
    expect(await replying(lan, answer)).toMatchObject(notFound);
    expect(await lan.get(`${commentPath(answer)}/replies`)).toMatchObject(notFound);
  });
});

describe('likes', () => {
  it('are given once, taken back once, and listed, the newest first', async () => {
    const [lan, ...fans] = await newcomers(5);
    if (!lan) throw new Error('nobody');
    const postId = await post(lan);
    const above = await comment(lan, postId);
    const answer = await reply(lan, above);
    for (const path of [commentPath(above), replyPath(answer)]) {
      for (const [index, fan] of fans.entries()) {
        for (const _again of [1, 2]) {
          expect(done(await fan.put(`${path}/like`))).toMatchObject({
            likeCount: index + 1,
            likedByMe: true,
          });
        }
      }
      expect(done(await lan.get(path))).toMatchObject({ likeCount: 4, likedByMe: false });
      const likes = await all<{ user: { id: string }; likedAt: string }>(lan, `${path}/likes`, 3);
      expect(likes.map(({ user }) => user.id)).toEqual(idsOf(fans).toReversed());
      expect(likes[0]?.likedAt).toEqual(timestamp);
      expect(done((await fans[1]?.delete(`${path}/like`)) ?? fail())).toMatchObject({
        likeCount: 3,
        likedByMe: false,
      });
      expect(done((await fans[1]?.delete(`${path}/like`)) ?? fail())).toMatchObject({
        likeCount: 3,
      });
      expect(await lan.get(`${path}/likes?cursor=abc`)).toMatchObject(refusal('invalid_input'));
    }
    await holdCounters(postId);
  });
});

function fail(): never {
  throw new Error('nobody');
}

describe('deleting', () => {
  it('is for the author, for the author of the post, and for who keeps order', async () => {
    const [lan, minh, hoa, mod] = await newcomers(4);
    if (!lan || !minh || !hoa || !mod) throw new Error('nobody');
    await server.pool.query("update users set role = 'moderator' where id = $1", [mod.id]);
    const postId = await post(lan);
    for (const [who, isCut] of [
      [minh, false],
      [lan, false],
      [mod, false],
      [mod, true],
    ] as const) {
      const above = await comment(minh, postId);
      const kept = await comment(minh, postId);
      const answer = await reply(minh, kept);
      // Of the comment's author, who is nobody here as to the replies of others.
      const others = await reply(lan, kept);
      if (isCut) await minh.put(`${api}/users/${mod.id}/block`);
      expect(await hoa.delete(commentPath(above))).toMatchObject(forbidden);
      expect(await hoa.delete(replyPath(answer))).toMatchObject(forbidden);
      expect(await minh.delete(replyPath(others))).toMatchObject(forbidden);
      for (const path of [commentPath(above), replyPath(answer)]) {
        expect(await who.delete(path)).toMatchObject({ status: 200, body: { data: {} } });
        expect(await who.delete(path)).toMatchObject(notFound);
        expect(await hoa.get(path)).toMatchObject(notFound);
      }
      expect(idsOf(await repliesOf(hoa, kept))).toEqual([others.id]);
      await holdCounters(postId);
    }
    expect(await commentsOf(hoa, postId)).toHaveLength(4);
    expect((await stored(postId)).count).toBe(4);
  });

  it('by a moderator stands in the log of moderation, but for what is theirs', async () => {
    const [lan, minh, mod] = await newcomers(3);
    if (!lan || !minh || !mod) throw new Error('nobody');
    await server.pool.query("update users set role = 'moderator' where id = $1", [mod.id]);
    const postId = await post(lan);
    const above = await comment(minh, postId);
    const answer = await reply(lan, above);
    const gone = [
      await comment(mod, postId),
      await reply(mod, above),
      await comment(minh, await post(mod)),
    ];
    for (const one of gone) {
      const path = one === gone[1] ? replyPath(one) : commentPath(one);
      expect((await mod.delete(path)).status).toBe(200);
    }
    expect((await minh.delete(replyPath(answer))).status).toBe(403);
    expect((await mod.delete(replyPath(answer))).status).toBe(200);
    expect((await mod.delete(commentPath(above))).status).toBe(200);
    const { items } = (await mod.get(`${api}/admin/audit`)).body.data;
    const entry = { actor: { id: mod.id }, to: 'deleted' };
    expect(
      items.filter(({ actor }: { actor: { id: string } }) => actor.id === mod.id),
    ).toMatchObject([
      { ...entry, act: 'deleteComment', subject: { id: minh.id }, from: above.id },
      { ...entry, act: 'deleteReply', subject: { id: lan.id }, from: answer.id },
    ]);
    expect(items[0]).toHaveProperty('createdAt');
  });

  it('takes replies and all likes with it, at once', async () => {
    const [lan, minh] = await two();
    const postId = await post(lan);
    const [above, other] = [await comment(minh, postId), await comment(minh, postId)];
    const answers = [await reply(lan, above), await reply(minh, above)];
    const kept = await reply(minh, other);
    for (const path of [commentPath(above), ...answers.map(replyPath), replyPath(kept)]) {
      for (const who of [lan, minh]) done(await who.put(`${path}/like`));
    }
    done(await minh.delete(commentPath(above)));
    expect(await stored(postId)).toEqual({ count: 1, comments: 1, replies: 1, likes: 2 });
    for (const answer of answers) {
      expect(await lan.get(replyPath(answer))).toMatchObject(notFound);
      expect(await lan.put(`${replyPath(answer)}/like`)).toMatchObject(notFound);
    }
    expect(idsOf(await commentsOf(lan, postId))).toEqual([other.id]);
    await holdCounters(postId);
  });
});

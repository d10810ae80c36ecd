import { describe, expect, it } from 'vitest';
import { countWaiting, hold } from '../../../test/locks.ts';
import { next, record, type TestPerson } from '../../../test/people.ts';
import { comment, commentPath, post as postId, reply, replyPath } from '../comments/test-acts.ts';
import { api, block, newcomers, serveTests, server, two } from '../people/test-acts.ts';
import {
  archive,
  done,
  follow,
  like,
  mute,
  pathOf,
  post,
  remove,
  repost,
  setPrivate,
  unlike,
  unrepost,
  upload,
} from '../posts/test-acts.ts';

serveTests();

interface Line {
  kind: string;
  actors: { id: string }[];
  actorCount: number;
  post: { id: string; text: string | null; imageUrl: string | null } | null;
  comment: { id: string; text: string | null } | null;
}

async function lines(who: TestPerson): Promise<Line[]> {
  const page: { items: Line[] } = done(await who.get(`${api}/notifications`));
  return page.items;
}
const kinds = async (who: TestPerson) => (await lines(who)).map(({ kind }) => kind);

async function three(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('three people were asked for');
  return [lan, minh, hoa];
}

describe('the author of a post', () => {
  it('is told who liked it, together, and of nobody who took it back', async () => {
    const [lan, minh, hoa] = await three();
    const mine = await post(lan, { text: 'bún riêu '.repeat(40) });
    const socket = await lan.connect('/v1');
    const told = next(socket, 'notification.created');
    await like(minh, mine);
    expect(await told).toMatchObject({ notification: { kind: 'like', post: { id: mine.id } } });
    await like(minh, mine);
    await like(hoa, mine);
    await like(lan, mine);
    expect(await lines(lan)).toMatchObject([
      {
        kind: 'like',
        actors: [{ id: hoa.id }, { id: minh.id }],
        actorCount: 2,
        post: { id: mine.id, text: 'bún riêu '.repeat(40).slice(0, 140), imageUrl: null },
        comment: null,
      },
    ]);
    await unlike(hoa, mine);
    expect(await lines(lan)).toMatchObject([{ actors: [{ id: minh.id }], actorCount: 1 }]);
  });

  it('is told of comments as one line with each person once and the newest words', async () => {
    const [lan, minh, hoa] = await three();
    const mine = await postId(lan);
    await comment(minh, mine, 'một');
    await comment(minh, mine, 'hai');
    const last = await comment(hoa, mine, 'ba');
    await comment(lan, mine, 'của tôi');
    expect(await lines(lan)).toMatchObject([
      {
        kind: 'comment',
        actors: [{ id: hoa.id }, { id: minh.id }],
        actorCount: 2,
        comment: { id: last.id, text: 'ba' },
      },
    ]);
    done(await hoa.delete(commentPath(last)));
    expect(await lines(lan)).toMatchObject([
      { actors: [{ id: minh.id }], actorCount: 1, comment: { text: 'hai' } },
    ]);
  });

  it('is told of reposts and quotes, with the picture', async () => {
    const [lan, minh] = await two();
    const mine = await post(lan, { mediaIds: [await upload(lan)] });
    await repost(minh, mine);
    const quoting = await post(minh, { text: 'xem này', quoteOf: mine.id });
    const [quote, reposted] = await lines(lan);
    expect(quote).toMatchObject({ kind: 'quote', post: { id: quoting.id, text: 'xem này' } });
    expect(reposted).toMatchObject({ kind: 'repost', post: { id: mine.id } });
    const picture = await lan.get(reposted?.post?.imageUrl ?? '');
    expect(picture.headers.get('content-type')).toMatch(/^image\//);
    await unrepost(minh, mine);
    await remove(minh, quoting);
    expect(await lines(lan)).toEqual([]);
  });
});

describe('who is quoted', () => {
  it('is told nothing of a post that is not for them', async () => {
    const [lan, minh] = await two();
    const mine = await post(lan);
    const socket = await lan.connect('/v1');
    const heard = record(socket);
    await post(minh, { text: 'kín', visibility: 'friends', quoteOf: mine.id });
    const open = await post(minh, { text: 'hở', quoteOf: mine.id });
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    expect(heard).toMatchObject([
      ['notification.created', { notification: { kind: 'quote', post: { id: open.id } } }],
    ]);
    expect(await lines(lan)).toMatchObject([{ actorCount: 1, post: { text: 'hở' } }]);
  });

  it('sees no more of one that is archived, or shown to others now', async () => {
    const [lan, minh, hoa] = await three();
    const mine = await post(lan);
    const first = await post(hoa, { text: 'một', quoteOf: mine.id });
    const last = await post(minh, { text: 'hai', quoteOf: mine.id });
    expect(await lines(lan)).toMatchObject([{ post: { id: last.id, text: 'hai' } }]);
    done(await minh.patch(pathOf(last), { visibility: 'friends' }));
    expect(await lines(lan)).toMatchObject([
      { actors: [{ id: hoa.id }], post: { id: first.id, text: 'một' } },
    ]);
    await archive(hoa, first);
    expect(await lines(lan)).toEqual([]);
    const { body } = await lan.get(`${api}/notifications`);
    expect(body.data.unreadCount).toBe(0);
  });
});

describe('who wrote a comment', () => {
  it('is told of likes and replies to it', async () => {
    const [lan, minh, hoa] = await three();
    const thread = await postId(lan);
    const said = await comment(minh, thread, 'ngon');
    done(await hoa.put(`${commentPath(said)}/like`));
    const answer = await reply(hoa, said, 'chuẩn');
    expect(await lines(minh)).toMatchObject([
      { kind: 'reply', post: { id: thread }, comment: { id: answer.id, text: 'chuẩn' } },
      { kind: 'like', post: { id: thread }, comment: { id: said.id, text: 'ngon' } },
    ]);
    done(await minh.put(`${replyPath(answer)}/like`));
    expect(await lines(hoa)).toMatchObject([{ kind: 'like', comment: { id: answer.id } }]);
    done(await minh.delete(commentPath(said)));
    expect(await lines(minh)).toEqual([]);
    expect(await lines(hoa)).toEqual([]);
  });
});

describe('who is named', () => {
  it('in a post or comment, or tagged, is told so', async () => {
    const [lan, minh] = await two();
    const tagging = await post(lan, { text: `chào @${minh.username}`, taggedUserIds: [minh.id] });
    expect((await kinds(minh)).toSorted()).toEqual(['mention', 'tag']);
    await minh.delete(`${api}/posts/${tagging.id}/tag`);
    expect(await kinds(minh)).toEqual(['mention']);
    const thread = await postId(lan);
    const said = await comment(lan, thread, `hỏi @${minh.username} nhé`);
    expect(await lines(minh)).toMatchObject([
      { kind: 'mention', post: { id: thread }, comment: { id: said.id } },
      { kind: 'mention', post: { id: tagging.id }, comment: null },
    ]);
    done(await lan.patch(commentPath(said), { text: 'thôi' }));
    expect(await lines(minh)).toMatchObject([{ post: { id: tagging.id } }]);
  });

  it('in what they may not see, is not, and hears nothing of it until they may', async () => {
    const [lan, minh] = await two();
    const socket = await minh.connect('/v1');
    const heard = record(socket);
    const named = { text: `@${minh.username}`, taggedUserIds: [minh.id] };
    const closed = await post(lan, { ...named, visibility: 'friends' });
    const open = await post(lan, { text: `@${minh.username} !` });
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    expect(heard).toMatchObject([
      ['notification.created', { notification: { kind: 'mention', post: { id: open.id } } }],
    ]);
    expect(await lines(minh)).toHaveLength(1);
    done(await lan.patch(pathOf(closed), { visibility: 'public' }));
    expect((await kinds(minh)).toSorted()).toEqual(['mention', 'mention', 'tag']);
    done(await lan.patch(pathOf(closed), { visibility: 'followers' }));
    done(await lan.patch(pathOf(closed), { visibility: 'public' }));
    expect((await kinds(minh)).toSorted()).toEqual(['mention', 'mention', 'tag']);
  });
});

describe('what is no longer to be seen', () => {
  it('goes from the list with the post, for good', async () => {
    const [lan, minh] = await two();
    const mine = await post(lan);
    await like(minh, mine);
    const said = await comment(minh, mine.id);
    await reply(lan, said);
    expect(await kinds(lan)).toEqual(['comment', 'like']);
    expect(await kinds(minh)).toEqual(['reply']);
    await remove(lan, mine);
    expect(await lines(lan)).toEqual([]);
    expect(await lines(minh)).toEqual([]);
    const { rows } = await server.pool.query(
      'select from notifications where user_id in ($1, $2)',
      [lan.id, minh.id],
    );
    expect(rows).toEqual([]);
  });

  it('is left out while an account is closed to the reader, or its author blocked or muted', async () => {
    const [lan, minh] = await two();
    await post(lan, { text: `@${minh.username}` });
    await setPrivate(lan);
    expect(await lines(minh)).toEqual([]);
    await setPrivate(lan, false);
    expect(await kinds(minh)).toEqual(['mention']);
    await mute(minh, lan);
    expect(await lines(minh)).toEqual([]);
    await minh.delete(`${api}/users/${lan.id}/mute`);
    await block(lan, minh);
    expect(await lines(minh)).toEqual([]);
  });
});

it('a follow is told once, and gone when it ends', async () => {
  const [lan, minh] = await two();
  await follow(minh, lan);
  await follow(minh, lan);
  expect(await lines(lan)).toMatchObject([{ kind: 'follow', actorCount: 1, post: null }]);
  done(await minh.delete(`${api}/users/${lan.id}/follow`));
  expect(await lines(lan)).toEqual([]);
});

it('about what is gone nobody is shown, however many acts are in it', async () => {
  const [lan, minh, hoa] = await three();
  const mine = await postId(hoa);
  const said = await comment(lan, mine);
  done(await minh.put(`${commentPath(said)}/like`));
  await comment(minh, mine, `@${lan.username}`);
  await server.pool.query(
    `insert into notification_acts (user_id, kind, act, notification_id, actor_id, created_at)
     select a.user_id, a.kind, concat(a.act, n), a.notification_id, a.actor_id, a.created_at
     from notification_acts a, generate_series(1, 12000) n where a.user_id = $1 and a.kind = 'like'`,
    [lan.id],
  );
  const count = async (of = 'notification_acts') =>
    (await server.pool.query(`select from ${of} where user_id = $1`, [lan.id])).rowCount;
  expect(await count()).toBe(12_002);
  done(await lan.delete(commentPath(said)));
  expect(await kinds(lan)).toEqual(['mention']);
  await expect.poll(() => count(), { timeout: 10_000 }).toBe(1);
  expect(await count('notifications')).toBe(1);
});

it('is not told what somebody said who has a block with the author of the post', async () => {
  const [lan, minh, hoa] = await three();
  const mine = await postId(hoa);
  const said = await comment(lan, mine);
  await reply(minh, said, 'riêng');
  expect(await kinds(lan)).toEqual(['reply']);
  done(await block(minh, hoa));
  expect(await kinds(lan)).toEqual([]);
  done(await minh.delete(`${api}/users/${hoa.id}/block`));
  expect(await kinds(lan)).toEqual(['reply']);
});

it('may read all while a post goes that several of these lines come from', async () => {
  const [lan, minh] = await two();
  const mine = await post(minh);
  const quoting = await post(lan, { quoteOf: mine.id });
  done(await like(lan, mine));
  done(await lan.patch(pathOf(quoting), { taggedUserIds: [minh.id] }));
  expect(await kinds(minh)).toEqual(['tag', 'like', 'quote']);
  const inTime = { timeout: 10_000 };
  // In the middle of what is read: the quote is locked by then, and the tag is not.
  const free = await hold(
    server.pool,
    "select from notifications where user_id = $1 and kind = 'like' for update",
    minh.id,
  );
  const reading = minh.post(`${api}/notifications/read`);
  await expect.poll(async () => countWaiting(server.pool), inTime).toBe(1);
  // The tag is about the post; the quote is about another, and the post is what was written there.
  const removal = remove(lan, quoting);
  await expect.poll(async () => countWaiting(server.pool), inTime).toBe(2);
  await free();
  expect([(await reading).status, (await removal).status]).toEqual([200, 200]);
  expect(await kinds(minh)).toEqual(['like']);
});

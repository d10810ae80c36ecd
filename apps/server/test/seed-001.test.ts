import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { middlewares } from '../src/dialects/middlewares.ts';
import { nextMail } from '../src/features/accounts/test-mails.ts';
import { formOf, pngFile } from './media-files.ts';
import {
  call,
  emit,
  next,
  openSocket,
  register,
  settle,
  testPassword,
  TestPerson,
} from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import {
  expectAnswer,
  expectRefused,
  listening,
  refused,
  social,
  timestamp,
} from './social-client.ts';

/**
 * A walk through the document of seed 001, line by line in its order, with a stock client on the namespace `/`.
 * What the lines that it shares with seed 002 mean in depth stands in `seed-002.test.ts` (middlewares, what comes at
 * the start) and in `dialects/social-namespace.test.ts` (what a message takes and refuses).
 */

const api = '/api/v1';
/** The key that the document signs with. */
const key = '0684c60c14e870b7a16ad6f491cb896f232b46017a2b6c0261120bef5eba5100';
const nobody = '01890000-0000-7000-8000-000000000000';
/** Ids of the document are of another kind. */
const foreignId = '62fbb1a596ac46dda02af592';

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;

beforeAll(async () => {
  server = await startTestServer({ JWT_SECRET: key });
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh] = await Promise.all([register(server), register(server)]);
});
afterEach(() => {
  for (const person of [lan, minh]) person.disconnect();
});

// oxlint-disable-next-line typescript/no-explicit-any
async function done(answer: Promise<{ body: any }>): Promise<any> {
  const { body } = await answer;
  expect(body).toMatchObject({ status: 'success' });
  return body.data;
}

const follow = (who: TestPerson, other: TestPerson) =>
  done(who.put(`${api}/users/${other.id}/follow`));
const block = (who: TestPerson, other: TestPerson) =>
  done(who.put(`${api}/users/${other.id}/block`));
const upload = async (who: TestPerson): Promise<{ id: string; url: string }> =>
  done(who.post(`${api}/media`, formOf(await pngFile())));
const show = async (who: TestPerson): Promise<string> =>
  (await done(who.post(`${api}/stories`, { mediaId: (await upload(who)).id }))).id;

/** A tweet of theirs. @returns its id */
async function tweet(who: TestPerson, text = 'im tweeting! brah'): Promise<string> {
  return (await done(who.post(`${api}/posts`, { kind: 'tweet', text }))).id;
}

/** Comments on it, by both. @returns their ids, the newest first */
async function comments(tweetId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const path = `${api}/posts/${tweetId}/comments`;
    const { id } = await done((index % 2 ? lan : minh).post(path, { text: `${index}` }));
    ids.unshift(id);
  }
  return ids;
}

const idsIn = (items: { _id: string }[]): string[] => items.map(({ _id }) => _id);

describe('jwtObject', () => {
  it('signed to: socket.data.user = { user_id: string }', async () => {
    const seen: unknown[] = [];
    middlewares.push((socket) => {
      seen.push(socket.data.user);
      return true;
    });
    await social(lan);
    middlewares.pop();
    expect(seen).toEqual([decodeJwt(lan.token)]);
    expect(decodeJwt(lan.token)['user_id']).toBe(lan.id);
  });
});

describe("Middleware's", () => {
  it.each([
    ['1.1 return `true` to continue connection', true, ['connect']],
    ['1.2 return `false` to reject and disconnect the client', false, ['connect_error']],
  ])('%s (2.1 added into the middlewares array)', async (_, verdict, expected) => {
    middlewares.push(() => verdict);
    const socket = openSocket(server, '/', lan.token);
    const heard: string[] = [];
    for (const event of ['connect', 'connect_error']) socket.on(event, () => heard.push(event));
    await expect.poll(() => heard).toEqual(expected);
    await new Promise((resolve) => setTimeout(resolve, 50));
    middlewares.pop();
    expect(heard).toEqual(expected);
    expect(socket.connected).toBe(verdict);
    socket.disconnect();
  });
});

describe("Emit's, server-side, private", () => {
  it('allUnreadMsgFromServer: once after the connection, before all else', async () => {
    const sender = await social(lan);
    const told = async (text: string) =>
      (await emit(sender.socket, 'newMessageFromClient', { to: minh.id, context: { text } }))
        .message;
    const unread = [await told('một'), await told('hai')];
    const [first, second] = [await social(minh), await social(minh)];
    const start = [
      ['allUnreadMsgFromServer', unread],
      ['sendAllFollowingStorysInfoFromServer', []],
    ];
    expect(first.heard).toEqual(start);
    expect(second.heard).toEqual(start);
    expect(sender.heard).toEqual([['allUnreadMsgFromServer', []], start[1]]);
  });

  it('singleUnreadMsgFromServer: just to user_id, when the sender sends it', async () => {
    const hoa = await register(server);
    const [mine, theirs, another, others] = await Promise.all(
      [lan, minh, minh, hoa].map((person) => listening(person)),
    );
    if (!mine || !theirs || !another || !others) throw new Error('nobody');
    const context = { text: 'hi this is test' };
    await emit(mine.socket, 'newMessageFromClient', { to: minh.id, context });
    await settle(mine.socket, theirs.socket, another.socket, others.socket);
    const message = {
      _id: expect.any(String),
      from: lan.id,
      to: minh.id,
      reply_to: null,
      context,
      sent_at: timestamp,
    };
    for (const { heard } of [theirs, another]) {
      expect(heard).toEqual([['singleUnreadMsgFromServer', message]]);
    }
    for (const { heard } of [mine, others]) expect(heard).toEqual([]);
    hoa.disconnect();
  });

  it('sendUserProfile: name, family, username, user_id, photo, biography, last_seen', async () => {
    const { url: photo } = await upload(minh).then(async (file) => {
      await done(
        minh.patch(`${api}/users/me`, {
          name: 'john',
          family: 'snow',
          biography: 'my jhonsnow bio here',
          photoMediaId: file.id,
        }),
      );
      return file;
    });
    const profile = {
      user_id: minh.id,
      name: 'john',
      family: 'snow',
      username: minh.username,
      photo,
      biography: 'my jhonsnow bio here',
      last_seen: null,
    };
    const client = await social(lan);
    const given = ['receiveUserProfile', minh.id] as const;
    await expectAnswer(client, given, 'sendUserProfileFromServer', profile);
  });

  it('sendLastSeenFromServer: [{ userId, lastSeen: Date }]', async () => {
    (await social(minh)).socket.disconnect();
    await expect
      .poll(async () => (await done(lan.get(`${api}/users/${minh.id}`))).lastSeen)
      .not.toBeNull();
    const never = await register(server);
    const answer = [
      { userId: minh.id, lastSeen: timestamp },
      { userId: never.id, lastSeen: null },
    ];
    const given = ['requestLastSeen', [minh.id, never.id]] as const;
    await expectAnswer(await social(lan), given, 'sendLastSeenFromServer', answer);
  });

  it('sendAllFollowingStorysInfoFromServer: first at the start of the connection', async () => {
    await follow(minh, lan);
    const [seen, other] = [await show(lan), await show(lan)];
    await done(minh.post(`${api}/stories/${seen}/view`));
    const message = { to: minh.id, context: { text: 'xem tin của tôi đi' } };
    const sent = await emit((await social(lan)).socket, 'newMessageFromClient', message);
    const { heard } = await social(minh);
    const at = { createdAt: timestamp, expiresAt: timestamp };
    expect(heard).toEqual([
      ['allUnreadMsgFromServer', [sent.message]],
      [
        'sendAllFollowingStorysInfoFromServer',
        [
          {
            ownerId: lan.id,
            username: lan.username,
            photo: null,
            stories: [
              { id: seen, ...at, seen: true },
              { id: other, ...at, seen: false },
            ],
          },
        ],
      ],
    ]);
  });

  it('sendStoryPhotoFromServer: gets {ownerId, ObjectId}; { status, id, image }', async () => {
    const { id: mediaId, url: image } = await upload(lan);
    const { id } = await done(lan.post(`${api}/stories`, { mediaId }));
    const client = await social(minh);
    const given = ['requestStoryPhoto', { ownerId: lan.id, ObjectId: id }] as const;
    await expectAnswer(client, given, 'sendStoryPhotoFromServer', { status: true, id, image });
    expect((await minh.get(image)).status).toBe(200);
    await expectRefused(client, 'requestStoryPhoto', [
      [[{ ownerId: minh.id, ObjectId: id }], 'not_found'],
      [[{ ownerId: lan.id, ObjectId: foreignId }], 'invalid_input', 'ObjectId'],
    ]);
  });

  it('sendTweetToClientFromServer: an array of tweets, by pagination', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 43; index += 1) ids.unshift(await tweet(lan, `${index}`));
    const client = await social(minh);
    const pages = [ids.slice(0, 20), ids.slice(20, 40), ids.slice(40), []];
    for (const [page, expected] of pages.entries()) {
      const event = next<{ _id: string }[]>(client.socket, 'sendTweetToClientFromServer');
      const tweets = await emit(client.socket, 'getTweetsOfAnUser', lan.id, page);
      expect(idsIn(tweets)).toEqual(expected);
      expect(await event).toEqual(tweets);
    }
  });

  it('sendTweetToClientFromServer: with who likes each, of those whom one sees', async () => {
    const hoa = await register(server);
    const [plain, liked, gone] = [await tweet(lan), await tweet(lan), await tweet(lan)];
    for (const who of [lan, hoa]) {
      for (const id of [liked, gone]) await done(who.put(`${api}/posts/${id}/like`));
    }
    await done(lan.delete(`${api}/posts/${gone}`));
    const ask = async () => emit((await social(minh)).socket, 'getTweetsOfAnUser', lan.id);
    expect(await ask()).toMatchObject([
      { _id: liked, likes: [hoa.id, lan.id], likesCount: 2 },
      { _id: plain, likes: [], likesCount: 0 },
    ]);
    await block(minh, hoa);
    expect(await ask()).toMatchObject([{ likes: [lan.id], likesCount: 1 }, { _id: plain }]);
    hoa.disconnect();
  });

  it('recieveTweetCommentsFromServer: to who asked, with the tweet and the page', async () => {
    const tweetId = await tweet(lan);
    const [newest = '', other = ''] = await comments(tweetId, 2);
    const bystander = await listening(lan);
    const common = { likesCount: 0, sent_at: timestamp };
    const answer = {
      tweetId,
      page: 0,
      comments: [
        { _id: newest, owner: lan.id, context: '1', ...common },
        { _id: other, owner: minh.id, context: '0', ...common },
      ],
    };
    const given = ['getComments', tweetId, 0] as const;
    await expectAnswer(await social(minh), given, 'recieveTweetCommentsFromServer', answer);
    await settle(bystander.socket);
    expect(bystander.heard).toEqual([]);
  });

  it('SendFollowingListFromServer: { userId, following: array }', async () => {
    const hoa = await register(server);
    for (const followed of [minh, hoa]) await follow(lan, followed);
    const following = [hoa, minh].map(({ id, username }) => ({
      id,
      username,
      photo: null,
      added_at: timestamp,
    }));
    const given = ['getFollowingListRequest', lan.id] as const;
    const answer = { userId: lan.id, following };
    await expectAnswer(await social(minh), given, 'SendFollowingListFromServer', answer);
  });
});

describe("Emit's, client-side: newMessageFromClient", () => {
  it('takes { to, reply_to?, context: { image, text } }', async () => {
    const [mine, theirs] = [await listening(lan), await listening(minh)];
    const image = `data:image/png;base64,${(await pngFile()).toString('base64')}`;
    const asked = await emit(theirs.socket, 'newMessageFromClient', {
      to: lan.id,
      context: { text: 'ảnh đâu?' },
    });
    const ack = await emit(mine.socket, 'newMessageFromClient', {
      to: minh.id,
      reply_to: asked.message._id,
      context: { image, text: 'đây' },
    });
    const message = {
      _id: expect.any(String),
      from: lan.id,
      to: minh.id,
      reply_to: asked.message._id,
      context: { image: expect.stringMatching(/^\/api\/v1\/media\//), text: 'đây' },
      sent_at: timestamp,
    };
    expect(ack).toEqual({ status: 'success', message });
    await settle(theirs.socket);
    expect(theirs.heard).toEqual([['singleUnreadMsgFromServer', ack.message]]);
  });

  it('refuses, and emits nothing to either', async () => {
    const [mine, theirs] = [await listening(lan), await listening(minh)];
    const context = { text: 'x' };
    const to = minh.id;
    await expectRefused(mine, 'newMessageFromClient', [
      [[{ to, context: {} }], 'invalid_input', 'context'],
      [[{ to, context: { image: 'img' } }], 'invalid_input', 'context.image'],
      [[{ to: foreignId, context }], 'invalid_input', 'to'],
      [[{ to: nobody, context }], 'not_found', 'to'],
      [[{ to, context, reply_to: nobody }], 'not_found', 'reply_to'],
    ]);
    await block(minh, lan);
    await expectRefused(mine, 'newMessageFromClient', [[[{ to, context }], 'blocked']]);
    await settle(theirs.socket);
    expect(theirs.heard).toEqual([]);
  });
});

describe("Emit's, client-side: receiveUserProfile", () => {
  it('refuses what is no id, and whom one may not see', async () => {
    const [hoa, an] = await Promise.all([register(server), register(server)]);
    await block(hoa, lan);
    await block(lan, an);
    await expectRefused(await listening(lan), 'receiveUserProfile', [
      ...[[], [null], ['nobody'], [{ userId: minh.id }], [[minh.id]]].map(
        (given) => [given, 'invalid_input', 'userId'] as const,
      ),
      [[nobody], 'not_found'],
      [[hoa.id], 'not_found'],
      [[an.id], 'not_found'],
    ]);
  });
});

describe("Emit's, client-side: requestLastSeen", () => {
  it('takes an array of userId; whom one may not see is left out', async () => {
    const hoa = await register(server);
    await block(hoa, lan);
    const client = await social(lan);
    const never = { userId: minh.id, lastSeen: null };
    for (const [given, answer] of [
      [[minh.id, hoa.id, minh.id, nobody], [never]],
      [[], []],
    ]) {
      const question = ['requestLastSeen', given] as const;
      await expectAnswer(client, question, 'sendLastSeenFromServer', answer);
    }
    client.heard.length = 0;
    await expectRefused(client, 'requestLastSeen', [
      [[], 'invalid_input', 'userIds'],
      [[minh.id], 'invalid_input', 'userIds'],
      [[[foreignId]], 'invalid_input', 'userIds.0'],
      [[Array(101).fill(minh.id)], 'invalid_input', 'userIds'],
    ]);
  });
});

describe("Emit's, client-side: addNewTweet", () => {
  it('takes the context, and acks with the tweet', async () => {
    const mine = await listening(lan);
    const ack = await emit(mine.socket, 'addNewTweet', 'im tweeting! #brah');
    expect(ack).toEqual({
      status: 'success',
      tweet: {
        _id: expect.any(String),
        owner: lan.id,
        context: 'im tweeting! #brah',
        likes: [],
        likesCount: 0,
        comments: 0,
        sent_at: timestamp,
      },
    });
    expect(mine.heard.filter(([name]) => name !== 'post.updated')).toEqual([]);
    const post = await done(minh.get(`${api}/posts/${ack.tweet._id}`));
    expect(post).toMatchObject({ kind: 'tweet', visibility: 'public', text: ack.tweet.context });
    expect((await emit(mine.socket, 'addNewTweet', '👋'.repeat(250))).status).toBe('success');
  });

  it('refuses, and posts nothing', async () => {
    await expectRefused(await listening(lan), 'addNewTweet', [
      [[], 'invalid_input', 'context'],
      [[''], 'invalid_input', 'context'],
      [[' \n '], 'invalid_input', 'context'],
      [['\u200B'], 'invalid_input', 'context'],
      [['x'.repeat(501)], 'invalid_input', 'context'],
      [[{ text: 'x' }], 'invalid_input', 'context'],
    ]);
    expect((await done(lan.get(`${api}/users/${lan.id}/posts`))).items).toEqual([]);
  });
});

describe("Emit's, client-side: toggleTweetLike", () => {
  it('toggles in the database, and returns true | false', async () => {
    const tweetId = await tweet(lan);
    const [mine, theirs] = [await social(lan), await social(minh)];
    const likes = async () => (await done(lan.get(`${api}/posts/${tweetId}/likes`))).items.length;
    for (const [client, liked, count] of [
      [theirs, true, 1],
      [mine, true, 2],
      [theirs, false, 1],
      [theirs, true, 2],
    ] as const) {
      expect(await emit(client.socket, 'toggleTweetLike', tweetId)).toBe(liked);
      expect(await likes()).toBe(count);
    }
  });

  it('taps that cross are one after the other', async () => {
    const tweetId = await tweet(lan);
    const clients = await Promise.all([minh, minh, minh].map((person) => social(person)));
    const taps = [...clients, ...clients].map(({ socket }) =>
      emit(socket, 'toggleTweetLike', tweetId),
    );
    expect((await Promise.all(taps)).toSorted()).toEqual([false, false, false, true, true, true]);
    const post = await done(minh.get(`${api}/posts/${tweetId}`));
    expect(post).toMatchObject({ likeCount: 0, likedByMe: false });
  });

  it('refuses what one may not see', async () => {
    const mine = await listening(lan);
    const { id: theirs } = await done(
      minh.post(`${api}/posts`, { kind: 'tweet', text: 'kín', visibility: 'followers' }),
    );
    const blocking = await tweet(minh);
    await expectRefused(mine, 'toggleTweetLike', [
      [[], 'invalid_input', 'tweetId'],
      [[foreignId], 'invalid_input', 'tweetId'],
      [[nobody], 'not_found'],
      [[theirs], 'not_found'],
    ]);
    await block(minh, lan);
    await expectRefused(mine, 'toggleTweetLike', [[[blocking], 'not_found']]);
  });
});

describe("Emit's, client-side: getComments", () => {
  it('takes (tweetId, skipPage): 20 to a page from 0, the newest first, replies left out', async () => {
    const tweetId = await tweet(lan);
    const ids = await comments(tweetId, 43);
    const [newest = ''] = ids;
    await done(lan.put(`${api}/comments/${newest}/like`));
    await done(lan.post(`${api}/comments/${newest}/replies`, { text: 'not a comment' }));
    const { socket } = await social(minh);
    const pageOf = async (...given: unknown[]) => {
      const { page, comments: shown } = await emit(socket, 'getComments', tweetId, ...given);
      return [page, idsIn(shown)];
    };
    expect(await pageOf()).toEqual([0, ids.slice(0, 20)]);
    expect(await pageOf(null)).toEqual([0, ids.slice(0, 20)]);
    expect(await pageOf(1)).toEqual([1, ids.slice(20, 40)]);
    expect(await pageOf(2)).toEqual([2, ids.slice(40)]);
    expect(await pageOf(3)).toEqual([3, []]);
    const { comments: shown } = await emit(socket, 'getComments', tweetId);
    expect(shown[0]).toMatchObject({ _id: newest, likesCount: 1 });
  });

  it('refuses what is no page, and what one may not see', async () => {
    const tweetId = await tweet(lan);
    await comments(tweetId, 1);
    const client = await listening(minh);
    await expectRefused(client, 'getComments', [
      ...[-1, 0.5, '1', 5001, {}].map(
        (page) => [[tweetId, page], 'invalid_input', 'skipPage'] as const,
      ),
      [[nobody], 'not_found'],
      [[foreignId], 'invalid_input', 'tweetId'],
      [[], 'invalid_input', 'tweetId'],
    ]);
    await block(lan, minh);
    await expectRefused(client, 'getComments', [[[tweetId], 'not_found']]);
  });
});

describe("Emit's, client-side: getTweetsOfAnUser", () => {
  it('takes (userId, skipPage): tweets alone, with who likes them and how many commented', async () => {
    const tweetId = await tweet(lan);
    await done(lan.post(`${api}/posts`, { text: 'no tweet' }));
    const other = await tweet(lan, 'mới hơn');
    const client = await social(minh);
    await emit(client.socket, 'toggleTweetLike', tweetId);
    await comments(tweetId, 3);
    const common = { owner: lan.id, sent_at: timestamp };
    const answer = [
      { _id: other, context: 'mới hơn', likes: [], likesCount: 0, comments: 0, ...common },
      {
        _id: tweetId,
        context: 'im tweeting! brah',
        likes: [minh.id],
        likesCount: 1,
        comments: 3,
        ...common,
      },
    ];
    for (const given of [[lan.id], [lan.id, null], [lan.id, 0]]) {
      const question = ['getTweetsOfAnUser', ...given] as const;
      await expectAnswer(client, question, 'sendTweetToClientFromServer', answer);
    }
  });

  it('names the newest 50 of those who like it, and counts all whom one sees', async () => {
    const tweetId = await tweet(lan);
    const { rows } = await server.pool.query<{ id: string }>(
      `with person as (
         insert into users (id, username, email, password_hash, display_name)
         select gen_random_uuid(), concat($2::text, n), concat($2::text, n), '', ''
         from generate_series(1, 60) n returning id, substr(username, length($2) + 1)::int as n
       ), liked as (
         insert into liked_posts (user_id, post_id, author_id, created_at)
         select id, $1, $3, now() - interval '1 minute' * n from person
       ), likes as (
         insert into post_likes (author_id, post_id, user_id, created_at)
         select $3, $1, id, now() - interval '1 minute' * n from person
       ) select id from person order by n`,
      [tweetId, `fan.${lan.username}.`, lan.id],
    );
    await server.pool.query('update posts set like_count = 60 where id = $1', [tweetId]);
    const [newest, ...others] = rows.map(({ id }) => id);
    await done(minh.put(`${api}/users/${newest}/block`));
    const { socket } = await social(minh);
    const [shown] = await emit(socket, 'getTweetsOfAnUser', lan.id);
    expect(shown).toMatchObject({ likes: others.slice(0, 50), likesCount: 59 });
  });

  it('refuses what is no page, and whom one may not see', async () => {
    await tweet(lan);
    const client = await listening(minh);
    await expectRefused(client, 'getTweetsOfAnUser', [
      ...[-1, 0.5, '1', 5001, {}].map(
        (page) => [[lan.id, page], 'invalid_input', 'skipPage'] as const,
      ),
      [[nobody], 'not_found'],
      [[foreignId], 'invalid_input', 'userId'],
      [[], 'invalid_input', 'userId'],
    ]);
    await block(lan, minh);
    await expectRefused(client, 'getTweetsOfAnUser', [[[lan.id], 'not_found']]);
  });
});

describe("Emit's, client-side: getFollowingListRequest", () => {
  it('answers with all, the newest first, however many pages there are behind', async () => {
    await server.pool.query(
      `with made as (
         insert into users (id, username, email, password_hash, display_name)
         select gen_random_uuid(), name, name, '', name
         from generate_series(1, 1050) n, concat($2::text, n) name returning id, username
       )
       insert into followings (user_id, followed_id, status, since, is_counted)
       select $1, id, 'accepted', now() - interval '1 minute' * substr(username, length($2) + 1)::int, true
       from made`,
      [lan.id, `by.${lan.username}.`],
    );
    const { socket } = await social(minh);
    const ack = await emit(socket, 'getFollowingListRequest', lan.id);
    expect(ack.following.map(({ username }: { username: string }) => username)).toEqual(
      Array.from({ length: 1000 }, (_, index) => `by.${lan.username}.${index + 1}`),
    );
  });

  it('refuses the list of a private account to who does not follow it', async () => {
    await done(lan.patch(`${api}/users/me`, { isPrivate: true }));
    await expectRefused(await listening(minh), 'getFollowingListRequest', [
      [[lan.id], 'not_found'],
      [[nobody], 'not_found'],
      [['nonsense'], 'invalid_input', 'userId'],
      [[], 'invalid_input', 'userId'],
    ]);
    const own = await emit((await social(lan)).socket, 'getFollowingListRequest', lan.id);
    expect(own).toEqual({ userId: lan.id, following: [] });
  });
});

describe("Emit's, client-side: getBlockListRequest", () => {
  it('is acked with [ blockedUsers ], the newest first, and emits nothing', async () => {
    const mine = await listening(lan);
    expect(await emit(mine.socket, 'getBlockListRequest')).toEqual([]);
    const blocked = [minh, await register(server), await register(server)];
    for (const other of blocked) await block(lan, other);
    const expected = blocked
      .toReversed()
      .map(({ id, username }) => ({ id, username, photo: null, blocked_at: timestamp }));
    // An argument too many is ignored.
    for (const given of [[], [{}]]) {
      expect(await emit(mine.socket, 'getBlockListRequest', ...given)).toEqual(expected);
    }
    await settle(mine.socket);
    expect(mine.heard).toEqual([]);
  });

  it('goes beyond one page', async () => {
    await server.pool.query(
      `with people as (
        insert into users (id, username, email, password_hash, display_name)
        select gen_random_uuid(), $2 || n, $2 || n || '@example.org', '', 'x'
        from generate_series(1, 1050) n returning id
      )
      insert into blocks (user_id, blocked_id) select $1, id from people`,
      [lan.id, `many.${lan.username}.`],
    );
    const { socket } = await social(lan);
    const ack: { id: string }[] = await emit(socket, 'getBlockListRequest');
    expect(new Set(ack.map(({ id }) => id)).size).toBe(1000);
  });
});

describe('What is stored', () => {
  const given = {
    name: 'kia',
    family: 'atri',
    username: 'kiarashatri',
    email: 'kia@gmail.cm',
    phone: '91188301030',
  };

  it('db.users.insertOne: what a person has, and nothing yet of the rest', async () => {
    const { user } = await done(
      call(server, 'POST', `${api}/auth/register`, { body: { ...given, password: testPassword } }),
    );
    expect(user).toMatchObject({
      ...given,
      lastSeen: null,
      createdAt: timestamp,
      emailVerifiedAt: null,
      settings: {},
    });
  });

  it('new message: { from, to, context: { text } }', async () => {
    const { socket } = await social(lan);
    const context = { text: 'hi this is test' };
    const { message } = await emit(socket, 'newMessageFromClient', { to: minh.id, context });
    const { id } = await done(minh.get(`${api}/conversations/direct/${lan.id}`));
    const { items } = await done(minh.get(`${api}/conversations/${id}/messages`));
    expect(items).toMatchObject([
      { id: message._id, senderId: lan.id, content: context.text, createdAt: message.sent_at },
    ]);
  });

  it('user.findByIdAndDelete: nothing of them is left for anybody', async () => {
    await follow(minh, lan);
    await block(lan, await register(server));
    const tweetId = await tweet(lan);
    await show(lan);
    const [mine, theirs] = [await social(lan), await social(minh)];
    await emit(theirs.socket, 'toggleTweetLike', tweetId);
    await done(lan.delete(`${api}/users/me`, { password: testPassword }));
    await expect.poll(() => mine.socket.connected).toBe(false);
    theirs.heard.length = 0;
    await expectRefused(theirs, 'receiveUserProfile', [[[lan.id], 'not_found']]);
    await expectRefused(theirs, 'getTweetsOfAnUser', [[[lan.id], 'not_found']]);
    await expectRefused(theirs, 'getFollowingListRequest', [[[lan.id], 'not_found']]);
    await expectRefused(theirs, 'toggleTweetLike', [[[tweetId], 'not_found']]);
    expect(await emit(theirs.socket, 'getFollowingListRequest', minh.id)).toEqual({
      userId: minh.id,
      following: [],
    });
    expect((await social(minh)).heard.at(-1)).toEqual(['sendAllFollowingStorysInfoFromServer', []]);
  });

  it('new user: all of it, as people and others see it', async () => {
    const registered = await done(
      call(server, 'POST', `${api}/auth/register`, {
        body: {
          ...given,
          name: 'john',
          family: 'snow',
          username: 'jhonsnow',
          email: 'jhonsnow@email.com',
          password: testPassword,
        },
      }),
    );
    const { user, accessToken: token, refreshToken } = registered;
    const john = new TestPerson(server, { id: user.id, username: 'jhonsnow', token, refreshToken });
    const photo = await upload(john);
    await done(
      john.patch(`${api}/users/me`, {
        photoMediaId: photo.id,
        biography: 'my jhonsnow bio here',
        settings: {},
      }),
    );
    const mail = await nextMail(server, 'jhonsnow@email.com');
    await done(
      call(server, 'POST', `${api}/auth/email/verify`, { token, body: { token: mail.token } }),
    );
    const followed = [await register(server), await register(server), await register(server)];
    for (const other of followed) await follow(john, other);
    await block(john, minh);
    const { socket } = await social(john);

    const me = await done(john.get(`${api}/users/me`));
    expect(me).toMatchObject({
      name: 'john',
      family: 'snow',
      username: 'jhonsnow',
      email: 'jhonsnow@email.com',
      photoUrl: photo.url,
      biography: 'my jhonsnow bio here',
      phone: given.phone,
      lastSeen: timestamp,
      createdAt: timestamp,
      emailVerifiedAt: timestamp,
      followingCount: 3,
      settings: {},
    });
    const { following } = await emit(socket, 'getFollowingListRequest', john.id);
    expect(following).toEqual(
      followed
        .toReversed()
        .map(({ id, username }) => ({ id, username, photo: null, added_at: timestamp })),
    );
    expect(await emit(socket, 'getBlockListRequest')).toEqual([
      { id: minh.id, username: minh.username, photo: null, blocked_at: timestamp },
    ]);
    // hashPassword: nobody is told it, and it is no plain one.
    const { rows } = await server.pool.query('select password_hash from users where id = $1', [
      john.id,
    ]);
    expect(rows[0].password_hash).toMatch(/^\$?(argon2|scrypt)/);
    expect(JSON.stringify([me, registered])).not.toContain(rows[0].password_hash);
    john.disconnect();
  });

  it('sign({ user_id }, key): HS256 with the secret of the server, and a session behind it', async () => {
    const secret = new TextEncoder().encode(key);
    const { payload, protectedHeader } = await jwtVerify(lan.token, secret);
    expect(protectedHeader.alg).toBe('HS256');
    expect(payload).toMatchObject({ user_id: lan.id, sub: lan.id });
    // Who holds the key still needs somebody who has signed in.
    const bare = await new SignJWT({ user_id: lan.id })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .sign(secret);
    const socket = openSocket(server, '/', bare);
    const { data } = await next<{ data: unknown }>(socket, 'connect_error');
    expect(data).toEqual({ error: 'unauthenticated', message: expect.any(String) });
    socket.disconnect();
  });

  it('db.tweets.insertOne: { owner, likes, comments, context, sent_at }', async () => {
    const [mine, theirs] = [await social(lan), await social(minh)];
    const { tweet: made } = await emit(mine.socket, 'addNewTweet', 'im tweeting! brah');
    await emit(theirs.socket, 'toggleTweetLike', made._id);
    expect(await emit(mine.socket, 'getTweetsOfAnUser', lan.id)).toEqual([
      { ...made, likes: [minh.id], likesCount: 1, comments: 0 },
    ]);
  });
});

it('an event that the document does not have is acked so', async () => {
  const { socket } = await social(lan);
  expect(await emit(socket, 'sendUserProfile', {})).toEqual(refused('not_found'));
});

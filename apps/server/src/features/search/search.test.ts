import { describe, expect, it } from 'vitest';
import { emit, type TestPerson } from '../../../test/people.ts';
import {
  accept,
  api,
  ask,
  block,
  direct,
  newcomers,
  server,
  serveTests,
  two,
} from '../people/test-acts.ts';
import { follow, found, name, page, post, say } from './test-acts.ts';

serveTests();

describe('search', () => {
  it('answers the first page of every kind, or of those asked for', async () => {
    const [lan, minh] = await two();
    const id = await direct(lan, minh);
    await name(minh, 'Hoa Phượng');
    const posted = await post(minh, 'mùa hoa phượng #hoaphuong');
    const sent = await say(minh, id, 'Hoa phượng nở rồi');
    const { body } = await lan.get(`${api}/search?q=hoa%20phuong`);
    expect(body.data).toEqual({
      users: {
        items: [expect.objectContaining({ id: minh.id, displayName: 'Hoa Phượng' })],
        nextCursor: null,
        hasMore: false,
      },
      posts: { items: [expect.objectContaining({ id: posted })], nextCursor: null, hasMore: false },
      messages: {
        items: [expect.objectContaining({ id: sent, content: 'Hoa phượng nở rồi' })],
        nextCursor: null,
        hasMore: false,
      },
      tags: { items: [expect.anything()], nextCursor: null, hasMore: false },
    });
    const some = await lan.get(`${api}/search?q=hoaphuong&type=tags,posts`);
    expect(Object.keys(some.body.data).toSorted()).toEqual(['posts', 'tags']);
    expect(some.body.data.tags.items).toEqual([
      { tag: 'hoaphuong', label: 'hoaphuong', postCount: 1 },
    ]);
    const socket = await lan.connect('/v1');
    expect(await emit(socket, 'search.find', { q: 'phượng', type: ['messages'] })).toMatchObject({
      status: 'success',
      messages: { items: [{ id: sent }] },
    });
  });

  it('refuses what it cannot look for', async () => {
    const [lan, minh] = await two();
    const of = async (query: string) => {
      const { status, body } = await lan.get(`${api}/search?${query}`);
      return [status, body.error];
    };
    for (const query of [
      '',
      'q=',
      'q=%20%20',
      `q=${'a'.repeat(101)}`,
      'q=a&type=rooms',
      'q=a&type=',
    ]) {
      expect([query, await of(query)]).toEqual([query, [400, 'invalid_input']]);
    }
    const full = `q=%20${'a'.repeat(100)}%20`;
    expect((await lan.get(`${api}/search?${full}`)).status).toBe(200);
    const cursor = Buffer.from('[1]').toString('base64url');
    expect(await of(`q=a&type=posts&cursor=${cursor}`)).toEqual([400, 'invalid_input']);
    expect(await of(`q=a&cursor=${cursor}`)).toEqual([400, 'invalid_input']);
    expect(await of(`q=a&conversationId=${crypto.randomUUID()}`)).toEqual([404, 'not_found']);
    const [, other] = await two();
    const theirs = await direct(minh, other);
    expect(await of(`q=a&conversationId=${theirs}`)).toEqual([403, 'not_a_member']);
    expect(await of(`q=a&type=posts&conversationId=${theirs}`)).toEqual([400, 'invalid_input']);
    expect(await page(lan, 'posts', '?!')).toEqual({ items: [], nextCursor: null, hasMore: false });
  });

  it('looks no further than there is something, whatever a cursor says', async () => {
    const [lan, minh] = await two();
    await name(minh, 'Xa Lắc');
    const posted = await post(minh, 'xa lắc #xalac');
    const far = Number.MAX_SAFE_INTEGER;
    const places = [
      [far, null, null, null],
      [far, far, 'all', null],
      [far, far, [0], null],
    ];
    for (const place of places) {
      const cursor = `&cursor=${Buffer.from(JSON.stringify(place)).toString('base64url')}`;
      expect((await page(lan, 'users', 'xa lac', cursor)).items).toMatchObject([{ id: minh.id }]);
      expect((await page(lan, 'posts', 'xa lac', cursor)).items).toMatchObject([{ id: posted }]);
      expect((await page(lan, 'tags', 'xalac', cursor)).items).toMatchObject([{ tag: 'xalac' }]);
    }
  });
});

describe('posts', () => {
  it('are found as they are written, exact before folded, whole before part, the newest first', async () => {
    const [viewer, author] = await two();
    const exact = await post(author, 'Một ngày ở Huế Thương');
    const folded = await post(author, 'mot ngay o hue thuong');
    const part = await post(author, 'huế thươngx');
    const newer = await post(author, 'Huế thương nhớ');
    await post(author, 'chỉ huế');
    const all = [newer, exact, part, folded];
    expect(await found(viewer, 'posts', 'huế thương')).toEqual(all);
    expect(await found(viewer, 'posts', 'huế thương', '&limit=1')).toEqual(all);
    expect(await found(viewer, 'posts', 'huế thương', '&limit=3')).toEqual(all);
    const cjk = await post(author, '我在东京吃了拉麺です 한국어');
    for (const q of ['東京', '东京', '京', '拉麺', '국어']) {
      expect([q, await found(viewer, 'posts', q)]).toEqual([q, q === '東京' ? [] : [cjk]]);
    }
    await author.patch(`${api}/posts/${cjk}`, { text: 'phở bò' });
    expect(await found(viewer, 'posts', '东京')).toEqual([]);
    expect(await found(viewer, 'posts', 'pho bo')).toEqual([cjk]);
    await author.delete(`${api}/posts/${cjk}`);
    expect(await found(viewer, 'posts', 'pho bo')).toEqual([]);
  });

  it('are found on every shelf, by words that are on few of them too', async () => {
    const [viewer, author] = await two();
    const made: string[] = [];
    for (const text of ['rặng tre xanh', 'tre trăm đốt', 'khóm trúc', 'tre ngà xanh', 'bụi tre']) {
      // As if so many others had posted meanwhile.
      await server.pool.query(
        `select setval(pg_get_serial_sequence('post_search', 'place'), max(place) + 8192 * 3) from post_search`,
      );
      made.push(await post(author, text));
    }
    const [first, second, third, fourth, fifth] = made;
    for (const more of ['', '&limit=1']) {
      expect(await found(viewer, 'posts', 'tre', more)).toEqual([fifth, fourth, second, first]);
      expect(await found(viewer, 'posts', 'tre xanh', more)).toEqual([first, fourth]);
      expect(await found(viewer, 'posts', 'đốt', more)).toEqual([second]);
      expect(await found(viewer, 'posts', 'trúc xanh', more)).toEqual([]);
    }
    await author.patch(`${api}/posts/${third}`, { text: 'khóm trúc xanh' });
    expect(await found(viewer, 'posts', 'trúc xanh')).toEqual([third]);
  });

  it('are found only by who may see them', async () => {
    const [author, stranger, follower, friend] = await newcomers(4);
    if (!author || !stranger || !follower || !friend) throw new Error('nobody');
    await follow(follower, author);
    await ask(friend, author);
    await accept(author, friend);
    const open = await post(author, 'bí mật công khai');
    const forFollowers = await post(author, 'bí mật theo dõi', { visibility: 'followers' });
    const forFriends = await post(author, 'bí mật bạn bè', { visibility: 'friends' });
    const archived = await post(author, 'bí mật cất đi');
    await author.put(`${api}/posts/${archived}/archive`);
    const of = (who: TestPerson) => found(who, 'posts', 'bi mat');
    expect(await of(author)).toEqual([archived, forFriends, forFollowers, open]);
    expect(await of(stranger)).toEqual([open]);
    expect(await of(follower)).toEqual([forFollowers, open]);
    expect(await of(friend)).toEqual([forFriends, open]);
    await stranger.put(`${api}/users/${author.id}/mute`);
    expect(await of(stranger)).toEqual([]);
    await author.patch(`${api}/users/me`, { isPrivate: true });
    expect(await of(friend)).toEqual([forFriends]);
    await block(author, follower);
    expect(await of(follower)).toEqual([]);
    await author.post(`${api}/users/me/deactivate`);
    expect(await of(friend)).toEqual([]);
  });
});

describe('tags', () => {
  it('are found in parts and folded, the most used first, and only those of public posts', async () => {
    const [viewer, author] = await two();
    await post(author, '#SàiGòn #sàigònđêm');
    await post(author, '#sàigònđêm');
    await post(author, '#sàigònkín', { visibility: 'friends' });
    expect(await found(viewer, 'tags', 'saigon')).toEqual(['sàigòn', 'sàigònđêm']);
    expect(await found(viewer, 'tags', '#gondem')).toEqual(['sàigònđêm']);
    expect(await found(author, 'tags', 'kín')).toEqual([]);
  });

  it('count and name nothing of people whom one does not see', async () => {
    const [viewer, author, ...others] = await newcomers(5);
    const [blocked, blocker, muted] = others;
    if (!viewer || !author || !blocked || !blocker || !muted)
      throw new Error('five were asked for');
    await post(author, '#chợnổi');
    for (const other of others) await post(other, `#chợnổi #chợ${other.username}`);
    const seen = async () => {
      const { items } = await page(viewer, 'tags', 'chonoi');
      const { body } = await viewer.get(`${api}/tags/chợnổi`);
      expect(items).toMatchObject([{ tag: 'chợnổi', postCount: body.data.items.length }]);
      return body.data.items.length;
    };
    expect(await seen()).toBe(4);
    await block(viewer, blocked);
    await block(blocker, viewer);
    await viewer.put(`${api}/users/${muted.id}/mute`);
    expect(await seen()).toBe(1);
    expect(await found(viewer, 'tags', 'cho')).toEqual(['chợnổi']);
    // More are muted than there are posts.
    for (const stranger of await newcomers(3)) {
      await viewer.put(`${api}/users/${stranger.id}/mute`);
    }
    expect(await seen()).toBe(1);
    await viewer.delete(`${api}/users/${muted.id}/mute`);
    expect(await seen()).toBe(2);
  });
});

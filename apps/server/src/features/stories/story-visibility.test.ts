import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import {
  api,
  block,
  friends,
  newcomers,
  refusal,
  server,
  serveTests,
  two,
} from '../people/test-acts.ts';
import {
  follow,
  getStory,
  look,
  makePrivate,
  show,
  trayOwners,
  upload,
  viewers,
} from './test-acts.ts';

serveTests();

/** Whether somebody sees a story by every way to it. */
async function sees(who: TestPerson, owner: TestPerson, id: string): Promise<boolean> {
  const story = await getStory(who, id);
  const isThere = story.status === 200;
  const list = await who.get(`${api}/users/${owner.id}/stories`);
  const listed: { id: string }[] = list.status === 200 ? list.body.data.items : [];
  expect(listed.some((one) => one.id === id)).toBe(isThere);
  const { rows } = await server.pool.query('select media_id from stories where id = $1', [id]);
  expect((await who.get(`${api}/media/${rows[0].media_id}`)).status).toBe(isThere ? 200 : 404);
  expect((await look(who, id)).status).toBe(isThere ? 200 : 404);
  if (!isThere) expect(story).toMatchObject(refusal('not_found'));
  return isThere;
}

it('is for everybody, for followers or for friends', async () => {
  const [lan, friend] = await friends();
  const [follower, stranger] = await two();
  await follow(follower, lan);
  const ids = {
    public: await show(lan),
    followers: await show(lan, { visibility: 'followers' }),
    friends: await show(lan, { visibility: 'friends' }),
  };
  const seen = async (who: TestPerson) => [
    await sees(who, lan, ids.public),
    await sees(who, lan, ids.followers),
    await sees(who, lan, ids.friends),
  ];
  expect(await seen(lan)).toEqual([true, true, true]);
  expect(await seen(friend)).toEqual([true, false, true]);
  expect(await seen(follower)).toEqual([true, true, false]);
  expect(await seen(stranger)).toEqual([true, false, false]);
  expect((await getStory(follower, ids.followers)).body.data.visibility).toBe('followers');
});

it('of a private account is for its followers, from the moment on in which it is', async () => {
  const [lan, follower] = await two();
  const [stranger] = await newcomers(1);
  if (!stranger) throw new Error('somebody was asked for');
  await follow(follower, lan);
  const id = await show(lan);
  expect(await sees(stranger, lan, id)).toBe(true);
  expect((await makePrivate(lan)).status).toBe(200);
  expect(await sees(stranger, lan, id)).toBe(false);
  expect(await sees(follower, lan, id)).toBe(true);
  // A request is not yet a follow.
  await stranger.put(`${api}/users/${lan.id}/follow`);
  expect(await sees(stranger, lan, id)).toBe(false);
  expect(await trayOwners(stranger)).toEqual([]);
  expect(await trayOwners(follower)).toEqual([lan.id]);
});

it('is hidden both ways by a block, with what was seen before', async () => {
  for (const blocks of ['owner', 'viewer']) {
    const [lan, minh] = await two();
    await follow(minh, lan);
    const id = await show(lan);
    await look(minh, id);
    expect((await viewers(lan, id)).body.data).toMatchObject({
      count: 1,
      items: [{ user: { id: minh.id } }],
    });
    await (blocks === 'owner' ? block(lan, minh) : block(minh, lan));
    expect(await sees(minh, lan, id)).toBe(false);
    expect(await trayOwners(minh)).toEqual([]);
    const list = await minh.get(`${api}/users/${lan.id}/stories`);
    expect(list).toMatchObject(refusal('not_found'));
    expect((await viewers(lan, id)).body.data).toMatchObject({ count: 0, items: [] });
  }
});

it('of somebody muted is not in the tray, and found at theirs', async () => {
  const [lan, minh] = await two();
  await follow(minh, lan);
  const id = await show(lan);
  await server.pool.query(
    'insert into mutes (user_id, muted_id, created_at) values ($1, $2, now())',
    [minh.id, lan.id],
  );
  expect(await trayOwners(minh)).toEqual([]);
  expect(await sees(minh, lan, id)).toBe(true);
});

it('goes and comes with its owner', async () => {
  const [lan, minh] = await two();
  await follow(minh, lan);
  const id = await show(lan);
  const ofMinh = await show(minh);
  await look(lan, ofMinh);
  await server.pool.query("update users set state = 'not_active' where id = $1", [lan.id]);
  expect(await sees(minh, lan, id)).toBe(false);
  expect(await trayOwners(minh)).toEqual([minh.id]);
  expect((await viewers(minh, ofMinh)).body.data).toMatchObject({ count: 0, items: [] });
  await server.pool.query("update users set state = 'active' where id = $1", [lan.id]);
  expect(await sees(minh, lan, id)).toBe(true);
  expect(await trayOwners(minh)).toEqual([minh.id, lan.id]);
  expect((await viewers(minh, ofMinh)).body.data.count).toBe(1);
});

it('lets nobody but the owner show the file further than the story goes', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  await show(lan, { mediaId });
  expect(await minh.post(`${api}/stories`, { mediaId })).toMatchObject(refusal('not_found'));
  const direct = { isGroup: false, memberIds: [lan.id] };
  const { id } = (await minh.post(`${api}/conversations`, direct)).body.data;
  const sent = await minh.post(`${api}/conversations/${id}/messages`, { type: 'IMAGE', mediaId });
  expect(sent).toMatchObject(refusal('not_found'));
  await lan.post(`${api}/conversations/${id}/messages`, { type: 'IMAGE', mediaId });
  const shared = await minh.post(`${api}/conversations/${id}/messages`, { type: 'IMAGE', mediaId });
  expect(shared.status).toBe(201);
});

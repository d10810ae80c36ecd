import { expect, it } from 'vitest';
import { record, settle, type TestPerson } from '../../../test/people.ts';
import {
  api,
  block,
  eventsOf,
  friends,
  newcomers,
  server,
  serveTests,
  two,
} from '../people/test-acts.ts';
import { follow, getStory, letPass, makePrivate, postStory, show, sweep } from './test-acts.ts';

serveTests();

type Heard = [string, unknown][];

async function listen(
  ...people: TestPerson[]
): Promise<{ heard: Heard[]; settled(): Promise<void> }> {
  const sockets = await Promise.all(people.map((person) => person.connect('/v1')));
  return { heard: sockets.map(record), settled: () => settle(...sockets) };
}

const told = (heard: Heard | undefined, name: string): string[] =>
  eventsOf(heard ?? [], name).map((payload) => {
    const { id, storyId } = payload as { id?: string; storyId?: string };
    return id ?? storyId ?? '';
  });

it('tells the owner and those who have them in their tray that a story came and went', async () => {
  const [lan, follower] = await two();
  const [muting, stranger, blocked] = await newcomers(3);
  if (!muting || !stranger || !blocked) throw new Error('three people were asked for');
  await follow(follower, lan);
  await follow(muting, lan);
  await follow(blocked, lan);
  await block(lan, blocked);
  expect((await muting.put(`${api}/users/${lan.id}/mute`)).status).toBe(200);
  const { heard, settled } = await listen(lan, follower, muting, stranger, blocked);
  const made = await postStory(lan, { clientId: 'một' });
  const { id } = made.body.data;
  await postStory(lan, { clientId: 'một' });
  await settled();
  const created = heard.map((one) => eventsOf(one, 'story.created'));
  expect(created[0]).toEqual([made.body.data]);
  expect(created[1]).toEqual([(await getStory(follower, id)).body.data]);
  expect(created.slice(2)).toEqual([[], [], []]);
  await lan.delete(`${api}/stories/${id}`);
  await settled();
  const removed = heard.map((one) => eventsOf(one, 'story.removed'));
  const gone = { storyId: id, ownerId: lan.id };
  expect(removed).toEqual([[gone], [gone], [], [], []]);
});

it('tells nobody who may not see it', async () => {
  const [lan, friend] = await friends();
  const [follower] = await newcomers(1);
  if (!follower) throw new Error('somebody was asked for');
  await follow(follower, lan);
  await follow(friend, lan);
  const { heard, settled } = await listen(follower, friend);
  const forFriends = await show(lan, { visibility: 'friends' });
  const forAll = await show(lan);
  await lan.delete(`${api}/stories/${forFriends}`);
  await settled();
  expect(told(heard[0], 'story.created')).toEqual([forAll]);
  expect(told(heard[0], 'story.removed')).toEqual([]);
  expect(told(heard[1], 'story.created')).toEqual([forFriends, forAll]);
  expect(told(heard[1], 'story.removed')).toEqual([forFriends]);
  await makePrivate(lan);
  const ofPrivate = await show(lan);
  await settled();
  expect(told(heard[0], 'story.created')).toEqual([forAll, ofPrivate]);
});

it('says nothing of what is over by its time', async () => {
  const [lan, follower] = await two();
  await follow(follower, lan);
  const { heard, settled } = await listen(lan, follower);
  const id = await show(lan);
  await letPass(id);
  await sweep();
  await expect
    .poll(async () => (await server.pool.query('select from stories where id = $1', [id])).rowCount)
    .toBe(0);
  await settled();
  expect(heard.map((one) => told(one, 'story.removed'))).toEqual([[], []]);
});

it('tells a story before its end, however fast that comes', async () => {
  const [lan, follower] = await two();
  await follow(follower, lan);
  const { heard, settled } = await listen(follower);
  const ids = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const id = await show(lan);
      await lan.delete(`${api}/stories/${id}`);
      return id;
    }),
  );
  await settled();
  const created = told(heard[0], 'story.created');
  const removed = told(heard[0], 'story.removed');
  expect(removed.toSorted()).toEqual(ids.toSorted());
  for (const id of created) {
    const names = (heard[0] ?? []).flatMap(([name, payload]) =>
      JSON.stringify(payload).includes(id) ? [name] : [],
    );
    expect(names).toEqual(['story.created', 'story.removed']);
  }
});

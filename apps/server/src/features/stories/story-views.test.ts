import { expect, it } from 'vitest';
import { record, settle } from '../../../test/people.ts';
import {
  api,
  eventsOf,
  newcomers,
  refusal,
  serveTests,
  timestamp,
  two,
} from '../people/test-acts.ts';
import { getStory, look, show, stored, viewers } from './test-acts.ts';

serveTests();

it('counts everybody once, and not oneself', async () => {
  const [lan, minh] = await two();
  const id = await show(lan);
  const answers = await Promise.all([1, 2, 3].map(() => look(minh, id)));
  expect(answers.map(({ status, body }) => [status, body.data])).toEqual([
    [200, {}],
    [200, {}],
    [200, {}],
  ]);
  expect((await look(lan, id)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ views: 1 });
  expect((await getStory(minh, id)).body.data).toMatchObject({ seen: true });
  expect((await getStory(lan, id)).body.data).toMatchObject({ seen: true });
  expect((await viewers(lan, id)).body.data.count).toBe(1);
});

it('lists who looked for the owner alone, the newest first, page by page', async () => {
  const [lan, ...others] = await newcomers(6);
  if (!lan) throw new Error('somebody was asked for');
  const id = await show(lan);
  for (const other of others) await look(other, id);
  const expected = others.map((other) => other.id).toReversed();
  const { body } = await viewers(lan, id);
  expect(body.data).toMatchObject({ count: 5, hasMore: false, nextCursor: null });
  expect(body.data.items[0]).toEqual({
    user: {
      id: expected[0],
      username: expect.any(String),
      displayName: expect.any(String),
      photoUrl: null,
    },
    viewedAt: timestamp,
  });
  const paged: string[] = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const part = await viewers(lan, id, `?limit=2${cursor}`);
    expect(part.body.data).toMatchObject({ count: 5, hasMore: page < 2 });
    for (const { user } of part.body.data.items) paged.push(user.id);
    cursor = `&cursor=${part.body.data.nextCursor}`;
  }
  expect(paged).toEqual(expected);
  expect(await viewers(others[0] ?? lan, id)).toMatchObject({
    status: 403,
    ...refusal('forbidden'),
  });
});

it('tells the owner and the viewer’s own sockets of the first time', async () => {
  const [lan, minh] = await two();
  const id = await show(lan);
  const sockets = [await lan.connect('/v1'), await minh.connect('/v1')];
  const [atLan, atMinh] = sockets.map(record);
  await look(minh, id);
  await look(minh, id);
  await look(lan, id);
  await settle(...sockets);
  const viewed = { storyId: id, ownerId: lan.id, user: { id: minh.id }, viewedAt: timestamp };
  expect(atLan && eventsOf(atLan, 'story.viewed')).toMatchObject([viewed]);
  expect(atMinh && eventsOf(atMinh, 'story.viewed')).toMatchObject([viewed]);
});

it('is answered by a direct message that names the story', async () => {
  const [lan, minh] = await two();
  const id = await show(lan);
  const socket = await lan.connect('/v1');
  const received = record(socket);
  const given = { content: 'đẹp quá', clientId: 'một' };
  const sent = await minh.post(`${api}/stories/${id}/reply`, given);
  expect(sent).toMatchObject({
    status: 201,
    body: { data: { type: 'TEXT', content: 'đẹp quá', storyId: id, replyTo: null, seq: 1 } },
  });
  const again = await minh.post(`${api}/stories/${id}/reply`, given);
  expect(again.body.data).toEqual(sent.body.data);
  await settle(socket);
  expect(eventsOf(received, 'message.created')).toMatchObject([
    { id: sent.body.data.id, storyId: id },
  ]);
  const { conversationId } = sent.body.data;
  const { body } = await lan.get(`${api}/conversations/${conversationId}/messages`);
  expect(body.data.items).toMatchObject([{ content: 'đẹp quá', storyId: id, senderId: minh.id }]);
  const pulled = await lan.post(`${api}/sync`, {});
  expect(pulled.body.data.messages).toMatchObject([{ storyId: id }]);

  expect(await lan.post(`${api}/stories/${id}/reply`, given)).toMatchObject(refusal('conflict'));
  for (const content of ['', '  ', 'a'.repeat(10_001)]) {
    expect(await minh.post(`${api}/stories/${id}/reply`, { content })).toMatchObject(
      refusal('invalid_input'),
    );
  }
  // What one says is one's own, however long the story lasts.
  await lan.delete(`${api}/stories/${id}`);
  const kept = await minh.get(`${api}/conversations/${conversationId}/messages`);
  expect(kept.body.data.items).toMatchObject([{ content: 'đẹp quá', storyId: id }]);
  const forwarded = await minh.post(`${api}/messages/${sent.body.data.id}/forward`, {
    targetConversationId: conversationId,
  });
  expect(forwarded.body.data).toMatchObject({ content: 'đẹp quá', storyId: null });
});

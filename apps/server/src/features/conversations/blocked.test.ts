import { expect, it } from 'vitest';
import { emit, record, settle } from '../../../test/people.ts';
import { block, direct, refusal, serveTests, two, unblock } from '../people/test-acts.ts';
import { contents, group, pathOf, say } from './test-acts.ts';

serveTests();

it('refuses both to open, to read and to write a direct conversation with a block in it', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await say(lan, id, 'trước đó');
  await block(lan, minh);
  for (const who of [lan, minh]) {
    expect(await who.post(`${pathOf(id)}/read`)).toMatchObject({
      status: 403,
      ...refusal('blocked'),
    });
    expect(await who.post(`${pathOf(id)}/messages`, { content: 'sau đó' })).toMatchObject(
      refusal('blocked'),
    );
    const native = await who.connect('/v1');
    for (const act of ['conversations.open', 'conversations.markRead']) {
      expect(await emit(native, act, { conversationId: id })).toMatchObject({ error: 'blocked' });
    }
    const chat = await who.chat();
    for (const act of ['open', 'markAsRead']) {
      const answer = await emit(chat, act, { profileId: who.id, groupId: id });
      expect(answer).toMatchObject({ status: 'error', error: 'blocked' });
    }
    // What was said stays to be read.
    expect(await contents(who, id)).toEqual(['trước đó']);
  }
  await unblock(lan, minh);
  expect((await minh.post(`${pathOf(id)}/read`)).body.data).toEqual({ count: 1 });
});

it('leaves groups that both are in as they are', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  await block(lan, minh);
  await say(lan, id, 'cho mọi người');
  expect((await minh.post(`${pathOf(id)}/read`)).status).toBe(200);
  const answer = await emit(await minh.connect('/v1'), 'conversations.open', {
    conversationId: id,
  });
  expect(answer).toEqual({ status: 'success', activeUserIds: [minh.id] });
});

it('names nobody to the other in it, whatever was open before', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const [mine, theirs] = [await lan.connect('/v1'), await minh.connect('/v1')];
  for (const socket of [mine, theirs]) {
    expect(await emit(socket, 'conversations.open', { conversationId: id })).toMatchObject({
      status: 'success',
    });
  }
  await block(lan, minh);
  // That it happened comes after the answer to it, or before.
  await settle(mine, theirs);
  const [heard, heardThere] = [record(mine), record(theirs)];
  expect(await emit(theirs, 'conversations.open', { conversationId: id })).toMatchObject({
    error: 'blocked',
  });
  await emit(mine, 'conversations.close', { conversationId: id });
  await emit(theirs, 'conversations.close', { conversationId: id });
  await settle(mine, theirs);
  expect(heard).toEqual([]);
  expect(heardThere).toEqual([]);
});

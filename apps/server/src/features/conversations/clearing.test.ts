import { expect, it } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import { record, settle } from '../../../test/people.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import { api, direct, eventsOf, refusal, serveTests, two } from '../people/test-acts.ts';
import { contents, pathOf, say, seen, shown } from './test-acts.ts';

/** Deleting a direct conversation: it is cleared for one, and nothing changes for the other. */

serveTests();

it('hides what is there from me alone, until the next message', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await say(lan, id, 'một');
  await say(minh, id, 'hai');
  await lan.patch(`${pathOf(id)}/preferences`, { pinned: true, draft: 'ba' });
  const sockets = [await lan.connect('/v1'), await minh.connect('/v1')];
  const [mine, theirs] = sockets.map(record);
  expect(await lan.delete(pathOf(id))).toMatchObject({ status: 200, body: { data: {} } });
  await settle(...sockets);
  expect(mine).toEqual([
    ['unread.updated', [{ conversationId: id, unreadCount: 0 }]],
    ['conversation.removed', { conversationId: id }],
  ]);
  expect(theirs).toEqual([]);
  expect(await shown(lan)).toEqual([]);
  expect(await shown(minh)).toEqual([id]);
  expect(await contents(lan, id)).toEqual([]);
  expect(await contents(minh, id)).toEqual(['một', 'hai']);
  expect(await seen(lan, id)).toMatchObject({
    lastMessage: null,
    unreadCount: 0,
    pinned: false,
    draft: null,
  });

  await say(minh, id, 'bốn');
  expect(await shown(lan)).toEqual([id]);
  expect(await contents(lan, id)).toEqual(['bốn']);
  expect(await contents(minh, id)).toEqual(['một', 'hai', 'bốn']);
  expect(await seen(lan, id)).toMatchObject({ unreadCount: 1, lastMessage: { content: 'bốn' } });
  await settle(...sockets);
  expect(mine && eventsOf(mine, 'unread.updated').at(-1)).toEqual([
    { conversationId: id, unreadCount: 1 },
  ]);
});

it('counts nothing of it as unread, and says to nobody that it was read', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const messageId = await say(minh, id, 'đọc chưa?');
  await lan.delete(pathOf(id));
  expect((await lan.get(`${api}/unread`)).body.data.items).toEqual([]);
  const { body } = await minh.get(`${pathOf(id)}/receipts?messageIds=${messageId}`);
  expect(body.data.items).toEqual([{ messageId, readBy: [] }]);
  const later = await say(minh, id, 'còn đây?');
  expect((await lan.post(`${pathOf(id)}/read`)).body.data).toEqual({ count: 1 });
  const receipts = await minh.get(`${pathOf(id)}/receipts?messageIds=${messageId},${later}`);
  expect(receipts.body.data.items).toEqual([
    { messageId, readBy: [] },
    { messageId: later, readBy: [{ userId: lan.id, readAt: expect.any(String) }] },
  ]);
});

it('changes nothing a second time, and clears what is new a third', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await say(lan, id, 'một');
  await lan.delete(pathOf(id));
  const { version } = await seen(lan, id);
  const socket = await lan.connect('/v1');
  const received = record(socket);
  expect((await lan.delete(pathOf(id))).status).toBe(200);
  await settle(socket);
  expect(received).toEqual([]);
  expect((await seen(lan, id)).version).toBe(version);
  await say(minh, id, 'hai');
  await lan.delete(pathOf(id));
  expect(await contents(lan, id)).toEqual([]);
  // Each for themselves.
  await minh.delete(pathOf(id));
  expect([await shown(lan), await shown(minh)]).toEqual([[], []]);
  expect(await direct(minh, lan)).toBe(id);
});

it('takes an empty one off my list too', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await lan.delete(pathOf(id));
  expect([await shown(lan), await shown(minh)]).toEqual([[], [id]]);
  await say(lan, id, 'chào');
  expect(await shown(lan)).toEqual([id]);
});

it('lets me do nothing more with what I cleared, nor see its files', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const upload = await minh.post(`${api}/media`, formOf(await pngFile({ width: 8, height: 8 })));
  const mediaId: string = upload.body.data.id;
  const sent = await minh.post(`${pathOf(id)}/messages`, { type: 'IMAGE', mediaId });
  const messageId: string = sent.body.data.id;
  expect((await lan.get(`${api}/media/${mediaId}`)).status).toBe(200);
  await lan.delete(pathOf(id));
  expect((await lan.get(`${api}/media/${mediaId}`)).status).toBe(404);
  expect((await minh.get(`${api}/media/${mediaId}`)).status).toBe(200);
  const forwarding = { targetConversationId: id };
  expect(await lan.post(`${api}/messages/${messageId}/forward`, forwarding)).toMatchObject(
    refusal('not_found'),
  );
  expect(await lan.put(`${api}/messages/${messageId}/reactions/❤️`)).toMatchObject(
    refusal('not_found'),
  );
  // Hidden already: nothing more to hide.
  expect((await lan.delete(`${api}/messages/${messageId}`)).status).toBe(200);
});

it('does not bring back what changes afterwards', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const messageId = await say(minh, id, 'cũ');
  const device = new SyncDevice(lan);
  await device.sync();
  await lan.delete(pathOf(id));
  await say(minh, id, 'mới');
  const socket = await lan.connect('/v1');
  const received = record(socket);
  await minh.patch(`${api}/messages/${messageId}`, { content: 'cũ mà sửa' });
  await minh.put(`${api}/messages/${messageId}/recall`);
  await settle(socket);
  expect(eventsOf(received, 'message.updated')).toEqual([]);
  await device.sync();
  expect(device.messagesOf(id).map(({ content }) => content)).toEqual(['mới']);
});

it('brings a device from any earlier point to what a fresh one holds', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  for (const text of ['một', 'hai', 'ba']) await say(minh, id, text);
  const [before, between] = [new SyncDevice(lan), new SyncDevice(lan)];
  await before.sync();
  await lan.delete(pathOf(id));
  await between.sync();
  expect(between.state()).toMatchObject({ conversations: [], messages: [] });
  await say(minh, id, 'bốn');
  const fresh = new SyncDevice(lan);
  await fresh.sync();
  for (const device of [before, between]) {
    await device.sync();
    expect(device.state()).toEqual(fresh.state());
  }
  expect(fresh.messagesOf(id).map(({ content }) => content)).toEqual(['bốn']);
  // Once told, it is not told again.
  const { version } = await seen(lan, id);
  const again = await lan.post(`${api}/sync`, { conversations: [{ id, version }] });
  expect(again.body.data).toMatchObject({ removed: [], conversations: [], messages: [] });
});

it('is told to a device that is in the middle of it', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await Promise.all(Array.from({ length: 700 }, (_, index) => say(minh, id, `${index}`)));
  const first = await lan.post(`${api}/sync`, {});
  expect(first.body.data).toMatchObject({ hasMore: true, removed: [] });
  await lan.delete(pathOf(id));
  await say(minh, id, 'mới');
  const { nextCursor: cursor } = first.body.data;
  const second = await lan.post(`${api}/sync`, { cursor });
  expect(second.body.data).toMatchObject({
    removed: [id],
    messages: [{ content: 'mới' }],
    hasMore: false,
  });
});

it('lets a device that begins afterwards come to its end', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await say(minh, id, 'trước');
  await lan.delete(pathOf(id));
  await Promise.all(Array.from({ length: 1200 }, (_, index) => say(minh, id, `${index}`)));
  const fresh = new SyncDevice(lan);
  await fresh.sync();
  expect(fresh.messagesOf(id)).toHaveLength(1200);
  expect(fresh.pages).toBeLessThan(5);
});

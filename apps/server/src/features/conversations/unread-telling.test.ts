import { expect, it } from 'vitest';
import { emit, record, settle } from '../../../test/people.ts';
import { eventsOf, newcomers, serveTests } from '../people/test-acts.ts';
import { group } from './test-acts.ts';

/** How often what is unread is told, and to whom: by the sockets that hear of messages. */

serveTests();

const several = 20;

it('is told once for messages that come together, after them and as many as they are', async () => {
  const [lan, minh, tú] = await newcomers(3);
  if (!lan || !minh || !tú) throw new Error('too few people');
  const conversationId = await group(lan, minh, tú);
  const [sender, onV1, onChat] = [
    await lan.connect('/v1'),
    await minh.connect('/v1'),
    await minh.chat(),
  ];
  const [bySender, byV1, byChat] = [record(sender), record(onV1), record(onChat)];
  const send = (content: string) => emit(sender, 'messages.send', { conversationId, content });
  await Promise.all(Array.from({ length: several }, (_, number) => send(`câu ${number}`)));
  await settle(sender, onV1, onChat);

  // Each count is that of the messages before it, and the last is that of all.
  const checks = [
    { received: byV1, message: 'message.created', unread: 'unread.updated', id: 'conversationId' },
    { received: byChat, message: 'newNotification', unread: 'unreadCountUpdated', id: 'groupId' },
  ];
  for (const { received, message, unread, id } of checks) {
    let messageCount = 0;
    for (const [event, payload] of received) {
      if (event === message) messageCount += 1;
      if (event !== unread) continue;
      expect(payload).toEqual([{ [id]: conversationId, unreadCount: messageCount }]);
    }
    expect(messageCount).toBe(several);
    const counts = eventsOf(received, unread);
    expect(counts.at(-1)).toEqual([{ [id]: conversationId, unreadCount: several }]);
    expect(counts.length).toBeLessThan(several / 2);
  }
  expect(eventsOf(bySender, 'message.created')).toHaveLength(several);
  expect(eventsOf(bySender, 'unread.updated')).toEqual([]);
});

it('is told to everybody when several write at once', async () => {
  const [lan, minh] = await newcomers(2);
  if (!lan || !minh) throw new Error('too few people');
  const conversationId = await group(lan, minh);
  const sockets = [await lan.connect('/v1'), await minh.connect('/v1')];
  const records = sockets.map(record);
  await Promise.all(
    sockets.flatMap((socket) =>
      ['một', 'hai', 'ba'].map((content) =>
        emit(socket, 'messages.send', { conversationId, content }),
      ),
    ),
  );
  await settle(...sockets);
  for (const received of records) {
    const last = eventsOf(received, 'unread.updated').at(-1);
    expect(last).toEqual([{ conversationId, unreadCount: 3 }]);
  }
});

it('is told to whoever closes the group, and not to whoever opens it', async () => {
  const [lan, minh] = await newcomers(2);
  if (!lan || !minh) throw new Error('too few people');
  const groupId = await group(lan, minh);
  const socket = await minh.chat();
  const received = record(socket);
  const look = (event: 'open' | 'leave') => emit(socket, event, { profileId: minh.id, groupId });
  const hears = async () => {
    received.length = 0;
    const body = { groupId, message: 'ơi', type: 'TEXT', senderId: lan.id };
    expect((await lan.post('/chat/send', body)).status).toBe(200);
    await settle(socket);
    return received.map(([event]) => event).filter((event) => event !== 'socketError');
  };
  const elsewhere = ['newNotification', 'unreadCountUpdated'];
  expect(await hears()).toEqual(elsewhere);
  await look('open');
  expect(await hears()).toEqual(['newMessage']);
  await look('leave');
  expect(await hears()).toEqual(elsewhere);
  await look('open');
  expect(await hears()).toEqual(['newMessage']);
});

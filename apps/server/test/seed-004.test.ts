import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  call,
  emit,
  next,
  openSocket,
  record,
  register,
  settle,
  type TestPerson,
} from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/** A walk through the document of seed 004, in its order, with stock clients: two people and an outsider. */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let outsider: TestPerson;
let groupId: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, outsider] = await Promise.all([register(server), register(server), register(server)]);
  groupId = await newGroup('Xóm', [minh]);
});
afterEach(() => {
  for (const person of [lan, minh, outsider]) person.disconnect();
});

async function newGroup(name: string, others: TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const answer = await lan.post('/api/v1/conversations', { isGroup: true, name, memberIds });
  expect(answer.status).toBe(201);
  return answer.body.data.id;
}

function sendText(person: TestPerson, message: string, more: object = {}): Promise<Answer> {
  return person.post('/chat/send', {
    groupId,
    message,
    type: 'TEXT',
    senderId: person.id,
    ...more,
  });
}

async function open(socket: Socket, person: TestPerson) {
  const answer = await emit(socket, 'open', { profileId: person.id, groupId });
  expect(answer).toMatchObject({ status: 'success' });
  return answer;
}

describe('connecting', () => {
  it('registers, then tells the unread counts, even when there are none', async () => {
    const socket = await minh.connect('/chat');
    const order: string[] = [];
    const counts = next(socket, 'initialUnreadCounts').then((value) => {
      order.push('initialUnreadCounts');
      return value;
    });
    const answer = await emit(socket, 'register', { profileId: minh.id });
    order.push('ack');
    expect(answer).toEqual({ status: 'success' });
    expect(await counts).toEqual([]);
    expect(order).toEqual(['ack', 'initialUnreadCounts']);
  });

  it('tells what was missed while offline', async () => {
    await sendText(lan, 'một');
    await sendText(lan, 'hai');
    const socket = await minh.connect('/chat');
    const counts = next(socket, 'initialUnreadCounts');
    await emit(socket, 'register', { profileId: minh.id });
    expect(await counts).toEqual([{ groupId, unreadCount: 2 }]);
    const { lastMessages, messages } = await open(socket, minh);
    expect(lastMessages).toEqual(messages);
    expect(messages.map((message: { content: string }) => message.content)).toEqual(['một', 'hai']);
  });

  it('refuses a socket without a good token, and a name that is not the token’s', async () => {
    for (const token of [undefined, 'nonsense']) {
      const socket = openSocket(server, '/chat', token);
      const refusal = await next<{ data: unknown }>(socket, 'connect_error');
      expect(refusal).toMatchObject({ data: { error: 'unauthenticated' } });
      socket.disconnect();
    }
    const socket = await lan.connect('/chat');
    const error = next(socket, 'socketError');
    const answer = await emit(socket, 'register', { profileId: minh.id });
    expect(answer).toMatchObject({ status: 'error', error: 'forbidden' });
    expect(await error).toMatchObject({ error: 'forbidden', message: expect.any(String) });
  });

  it('takes the token as a header and in the query too', async () => {
    const inQuery = openSocket({ url: server.url }, `/chat?token=${lan.token}`);
    await next(inQuery, 'connect');
    inQuery.disconnect();
  });

  it('receives nothing before it is registered', async () => {
    const socket = await minh.connect('/chat');
    const received = record(socket);
    await sendText(lan, 'ai nghe?');
    await settle(socket);
    expect(received.filter(([event]) => event !== 'socketError')).toEqual([]);
  });
});

describe('sending', () => {
  it('tells openers newMessage, the others a notification and the count, and the sender’s other sockets nothing', async () => {
    const third = await register(server);
    groupId = await newGroup('Ba người', [minh, third]);
    const [sender, senderIdle, opener, idle] = await Promise.all([
      lan.chat(),
      lan.chat(),
      minh.chat(),
      third.chat(),
    ]);
    await open(sender, lan);
    await open(opener, minh);
    const [bySender, bySenderIdle, byOpener, byIdle] = [sender, senderIdle, opener, idle].map(
      record,
    );

    const answer = await sendText(lan, 'Chào cả xóm');
    expect(answer.status).toBe(200);
    const { messageId } = answer.body.data;
    expect(answer.body).toEqual({
      status: 'success',
      statusCode: 200,
      data: { messageId, groupId, senderId: lan.id },
    });
    await settle(sender, senderIdle, opener, idle);

    const message = {
      id: messageId,
      groupId,
      senderId: lan.id,
      content: 'Chào cả xóm',
      type: 'TEXT',
    };
    expect(byOpener).toEqual([
      ['newMessage', expect.objectContaining({ ...message, readBy: [], isRecalled: false })],
      ['socketError', expect.anything()],
    ]);
    expect(bySender?.[0]).toEqual(['newMessage', expect.objectContaining(message)]);
    expect(bySenderIdle?.filter(([event]) => event !== 'socketError')).toEqual([]);
    expect(byIdle?.slice(0, 2)).toEqual([
      [
        'newNotification',
        { type: 'NEW_MESSAGE', groupId, message: expect.objectContaining(message) },
      ],
      ['unreadCountUpdated', [{ groupId, unreadCount: 1 }]],
    ]);
    third.disconnect();
  });

  it('acks the follow-up without a second delivery', async () => {
    const [sender, opener] = await Promise.all([lan.chat(), minh.chat()]);
    await open(opener, minh);
    const received = record(opener);
    const { data } = (await sendText(lan, 'một lần')).body;
    expect(await emit(sender, 'send', data)).toEqual({ status: 'success' });
    await settle(opener);
    expect(received.filter(([event]) => event === 'newMessage')).toHaveLength(1);
    // Not in that group, not the caller's, not there at all.
    const elsewhere = await newGroup('Khác', [minh]);
    expect(await emit(sender, 'send', { ...data, groupId: elsewhere })).toMatchObject({
      error: 'not_found',
    });
    expect(await emit(opener, 'send', { ...data, senderId: minh.id })).toMatchObject({
      error: 'forbidden',
    });
    expect(await emit(opener, 'send', data)).toMatchObject({ error: 'forbidden' });
    expect(await emit(sender, 'send', { ...data, messageId: crypto.randomUUID() })).toMatchObject({
      error: 'not_found',
    });
  });

  it('answers a retry with the first message and delivers once', async () => {
    const opener = await minh.chat();
    await open(opener, minh);
    const received = record(opener);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => sendText(lan, 'thử lại', { clientId: 'c1' })),
    );
    const ids = new Set(answers.map(({ body }) => body.data.messageId));
    expect(ids.size).toBe(1);
    await settle(opener);
    expect(received.filter(([event]) => event === 'newMessage')).toHaveLength(1);
  });

  it('refuses empty, too long and foreign messages', async () => {
    const refusals = [
      [await sendText(lan, '  \n '), 'invalid_input'],
      [await sendText(lan, 'x'.repeat(10_001)), 'invalid_input'],
      [await lan.post('/chat/send', { groupId, type: 'TEXT' }), 'invalid_input'],
      [await sendText(lan, 'ai?', { senderId: minh.id }), 'forbidden'],
      [await sendText(outsider, 'cho vào'), 'not_a_member'],
      [await sendText(lan, 'đâu', { groupId: crypto.randomUUID() }), 'not_found'],
    ] as const;
    for (const [answer, error] of refusals)
      expect(answer.body).toMatchObject({ status: 'error', error });
    expect((await sendText(lan, 'x'.repeat(10_000))).status).toBe(200);
  });

  it('numbers many senders’ messages 1, 2, 3 … in one order for all', async () => {
    const [a, b] = await Promise.all([lan.chat(), minh.chat()]);
    await Promise.all([open(a, lan), open(b, minh)]);
    const seqs = [a, b].map((socket) => {
      const seen: number[] = [];
      socket.on('newMessage', (message: { seq: number }) => seen.push(message.seq));
      return seen;
    });
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => sendText(index % 2 ? lan : minh, `số ${index}`)),
    );
    await settle(a, b);
    const expected = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(seqs).toEqual([expected, expected]);
  });
});

describe('reading', () => {
  it('marks all as read, exactly, and tells everybody', async () => {
    await sendText(lan, 'một');
    await sendText(minh, 'của tôi');
    await sendText(lan, 'hai');
    const [writer, reader, readersOther] = await Promise.all([
      lan.chat(),
      minh.chat(),
      minh.chat(),
    ]);
    const before = await open(reader, minh);
    expect(await emit(reader, 'getUnreadCounts', { profileId: minh.id })).toEqual({
      status: 'success',
      unreadCounts: [{ groupId, unreadCount: 2 }],
    });
    const told = [writer, reader].map((socket) => next(socket, 'messagesRead'));
    const cleared = next(readersOther, 'unreadCountUpdated');
    expect(await emit(reader, 'markAsRead', { profileId: minh.id, groupId })).toEqual({
      status: 'success',
      count: 2,
    });
    const [first, , third] = before.messages.map(({ id }: { id: string }) => id);
    for (const event of await Promise.all(told)) {
      expect(event).toEqual({
        profileId: minh.id,
        groupId,
        messageIds: [third, first],
        upToMessageId: third,
      });
    }
    expect(await cleared).toEqual([{ groupId, unreadCount: 0 }]);
    expect(await emit(reader, 'markAsRead', { profileId: minh.id, groupId })).toEqual({
      status: 'success',
      count: 0,
    });
    const { messages } = await open(writer, lan);
    expect(messages.map(({ readBy }: { readBy: { userId: string }[] }) => readBy)).toEqual([
      [{ userId: minh.id, readAt: expect.any(String) }],
      [],
      [{ userId: minh.id, readAt: expect.any(String) }],
    ]);
  });

  it('counts a recalled message until it is read, and one’s own never', async () => {
    const { messageId } = (await sendText(lan, 'rút lại')).body.data;
    await sendText(minh, 'của tôi');
    await lan.put(`/chat/recall/${messageId}`);
    const socket = await minh.chat();
    const { unreadCounts } = await emit(socket, 'getUnreadCounts', { profileId: minh.id });
    expect(unreadCounts).toEqual([{ groupId, unreadCount: 1 }]);
    expect(await emit(socket, 'markAsRead', { profileId: minh.id, groupId })).toMatchObject({
      count: 1,
    });
  });

  it('opening marks nothing as read', async () => {
    await sendText(lan, 'chưa đọc');
    const socket = await minh.chat();
    await open(socket, minh);
    expect((await emit(socket, 'getUnreadCounts', { profileId: minh.id })).unreadCounts).toEqual([
      { groupId, unreadCount: 1 },
    ]);
    await emit(socket, 'markAsRead', { profileId: minh.id, groupId });
  });

  it('reads up to one message on the native door', async () => {
    const sent = [];
    for (const text of ['a', 'b', 'c']) sent.push((await sendText(lan, text)).body.data.messageId);
    const path = `/api/v1/conversations/${groupId}/read`;
    expect((await minh.post(path, { upToMessageId: sent[1] })).body.data).toEqual({ count: 2 });
    expect((await minh.post(path, { upToMessageId: sent[0] })).body.data).toEqual({ count: 0 });
    expect((await minh.post(path)).body.data).toEqual({ count: 1 });
  });
});

describe('recalling', () => {
  it('empties the message for everybody and tells every socket of every member', async () => {
    const { messageId } = (await sendText(lan, 'bí mật')).body.data;
    const sockets = await Promise.all([lan.chat(), minh.chat(), minh.chat()]);
    const told = sockets.map((socket) => next(socket, 'messageRecalled'));
    const answer = await lan.put(`/chat/recall/${messageId}`);
    expect(answer.body).toMatchObject({
      status: 'success',
      statusCode: 200,
      data: { messageId, groupId, message: { id: messageId, isRecalled: true, content: null } },
    });
    for (const event of await Promise.all(told)) expect(event).toEqual({ messageId, groupId });
    const [mine, theirs] = sockets;
    const received = record(theirs);
    expect(await emit(mine, 'recall', { messageId, groupId })).toEqual({ status: 'success' });
    expect(await emit(theirs, 'recall', { messageId, groupId })).toMatchObject({
      error: 'forbidden',
    });
    // Once more changes nothing and tells nobody.
    expect((await lan.put(`/chat/recall/${messageId}`)).status).toBe(200);
    await settle(theirs);
    expect(received.filter(([event]) => event === 'messageRecalled')).toEqual([]);
    const { messages } = await open(theirs, minh);
    expect(messages).toEqual([
      expect.objectContaining({ isRecalled: true, content: null, seq: 1 }),
    ]);
  });

  it('is the sender’s or a group admin’s', async () => {
    const { messageId: byLan } = (await sendText(lan, 'của chủ nhóm')).body.data;
    const { messageId: byMinh } = (await sendText(minh, 'của thành viên')).body.data;
    expect((await minh.put(`/chat/recall/${byLan}`)).body).toMatchObject({ error: 'forbidden' });
    expect((await outsider.put(`/chat/recall/${byLan}`)).body).toMatchObject({
      error: 'not_a_member',
    });
    expect((await lan.put(`/chat/recall/${byMinh}`)).status).toBe(200);
    const socket = await lan.chat();
    expect(await emit(socket, 'recall', { messageId: byLan, groupId })).toMatchObject({
      error: 'conflict',
    });
    const missing = crypto.randomUUID();
    expect((await lan.put(`/chat/recall/${missing}`)).body).toMatchObject({ error: 'not_found' });
  });
});

describe('deleting for oneself', () => {
  it('hides the message from the deleter only', async () => {
    const { messageId } = (await sendText(lan, 'không muốn thấy')).body.data;
    const [mine, mineToo, theirs] = await Promise.all([minh.chat(), minh.chat(), lan.chat()]);
    const byOthers = record(theirs);
    const told = [mine, mineToo].map((socket) => next(socket, 'messageDeleted'));
    const answer = await minh.delete(`/chat/delete/${messageId}`);
    expect(answer.body).toMatchObject({
      status: 'success',
      statusCode: 200,
      data: { success: true, message: expect.any(String) },
    });
    for (const event of await Promise.all(told))
      expect(event).toEqual({ messageId, userId: minh.id });
    expect(await emit(mine, 'delete', { messageId, userId: minh.id })).toEqual({
      status: 'success',
    });
    expect(await emit(theirs, 'delete', { messageId, userId: lan.id })).toMatchObject({
      error: 'conflict',
    });
    expect(await emit(theirs, 'delete', { messageId, userId: minh.id })).toMatchObject({
      error: 'forbidden',
    });
    await settle(theirs);
    expect(byOthers.filter(([event]) => event === 'messageDeleted')).toEqual([]);
    expect((await open(mine, minh)).messages).toEqual([]);
    expect((await open(theirs, lan)).messages).toHaveLength(1);
  });

  it('says so in the caller’s language', async () => {
    const { messageId } = (await sendText(lan, 'xóa')).body.data;
    const { body } = await call(server, 'DELETE', `/chat/delete/${messageId}`, {
      token: lan.token,
      headers: { 'Accept-Language': 'vi-VN,vi;q=0.9' },
    });
    expect(body.data.message).toBe('Đã xóa tin nhắn thành công');
  });
});

describe('forwarding', () => {
  it('is a new message with its origin', async () => {
    const { messageId } = (await sendText(lan, 'chuyển đi')).body.data;
    const source = groupId;
    groupId = await newGroup('Đích', [minh]);
    const [sender, opener] = await Promise.all([lan.chat(), minh.chat()]);
    await open(opener, minh);
    const told = next(opener, 'newMessage');
    const answer = await lan.post('/chat/forward', { messageId, targetGroupId: groupId });
    const forwarded = {
      groupId,
      content: 'chuyển đi',
      forwardedFrom: messageId,
      forwardedAt: expect.any(String),
    };
    expect(answer.body).toMatchObject({
      statusCode: 200,
      data: { groupId, message: forwarded },
    });
    expect(await told).toMatchObject(forwarded);
    const followUp = {
      messageId: answer.body.data.messageId,
      targetGroupId: groupId,
      senderId: lan.id,
    };
    expect(await emit(sender, 'forward', followUp)).toEqual({ status: 'success' });
    expect(await emit(sender, 'forward', { ...followUp, messageId })).toMatchObject({
      error: 'not_found',
    });
    expect(
      await emit(sender, 'forward', { ...followUp, messageId, targetGroupId: source }),
    ).toMatchObject({ error: 'conflict' });
  });

  it('goes only from and into one’s own conversations, and never of a recalled message', async () => {
    const { messageId } = (await sendText(lan, 'của nhóm')).body.data;
    const foreign = await outsider.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
    const forward = (person: TestPerson, targetGroupId: string) =>
      person.post('/chat/forward', { messageId, targetGroupId });
    expect((await forward(lan, foreign.body.data.id)).body).toMatchObject({
      error: 'not_a_member',
    });
    expect((await forward(outsider, foreign.body.data.id)).body).toMatchObject({
      error: 'not_a_member',
    });
    await minh.delete(`/chat/delete/${messageId}`);
    expect((await forward(minh, groupId)).body).toMatchObject({ error: 'not_found' });
    await lan.put(`/chat/recall/${messageId}`);
    expect((await forward(lan, groupId)).body).toMatchObject({ error: 'conflict' });
  });
});

describe('pages of history', () => {
  it('opens with the last 10, oldest first, and loads what came before', async () => {
    for (let index = 1; index <= 25; index += 1) await sendText(lan, `tin ${index}`);
    const socket = await minh.chat();
    const contents: string[][] = [];
    let page = await open(socket, minh);
    contents.push(page.messages.map(({ content }: { content: string }) => content));
    while (page.hasMore) {
      expect(page.nextCursor).toBe(page.messages[0].id);
      const { nextCursor: cursor } = page;
      page = await emit(socket, 'loadMessages', { profileId: minh.id, groupId, cursor, limit: 10 });
      expect(page.status).toBe('success');
      contents.unshift(page.messages.map(({ content }: { content: string }) => content));
    }
    expect(page.nextCursor).toBeNull();
    expect(contents.map(({ length }) => length)).toEqual([5, 10, 10]);
    expect(contents.flat()).toEqual(Array.from({ length: 25 }, (_, index) => `tin ${index + 1}`));
    for (const limit of [0, 101, 1.5, '10']) {
      expect(
        await emit(socket, 'loadMessages', { profileId: minh.id, groupId, limit }),
      ).toMatchObject({ error: 'invalid_input' });
    }
    const foreign = await emit(socket, 'loadMessages', {
      profileId: minh.id,
      groupId,
      cursor: crypto.randomUUID(),
    });
    expect(foreign).toMatchObject({ error: 'invalid_input' });
  });
});

describe('presence', () => {
  it('tells those in a direct conversation who comes, opens, closes and goes', async () => {
    const direct = await lan.post('/api/v1/conversations', {
      isGroup: false,
      memberIds: [minh.id],
    });
    groupId = direct.body.data.id;
    const watcher = await lan.chat();
    const came = next(watcher, 'userStatusUpdate');
    const socket = await minh.chat();
    expect(await came).toMatchObject({ profileId: minh.id, isOnline: true, isActive: false });
    const opened = next(watcher, 'userStatusUpdate');
    await open(socket, minh);
    expect(await opened).toMatchObject({
      profileId: minh.id,
      isOnline: true,
      isActive: true,
      groupId,
    });
    const closed = next(watcher, 'userStatusUpdate');
    expect(await emit(socket, 'leave', { profileId: minh.id, groupId })).toEqual({
      status: 'success',
    });
    expect(await closed).toMatchObject({
      profileId: minh.id,
      isOnline: true,
      isActive: false,
      groupId,
    });
    const went = next(watcher, 'userStatusUpdate');
    minh.disconnect();
    expect(await went).toMatchObject({
      profileId: minh.id,
      isOnline: false,
      isActive: false,
      lastSeen: expect.any(String),
    });
    await settle(watcher);
    const profile = await lan.get(`/api/v1/users/${minh.id}`);
    expect(Date.now() - Date.parse(profile.body.data.lastSeen)).toBeLessThan(10_000);
  });

  it('tells whoever has the same group open, and nobody else', async () => {
    const stranger = await register(server);
    groupId = await newGroup('Người lạ', [stranger]);
    const [looking, elsewhere, outside] = await Promise.all([
      stranger.chat(),
      stranger.chat(),
      outsider.chat(),
    ]);
    const { activeUsers } = await open(looking, stranger);
    expect(activeUsers).toEqual([stranger.id]);
    const received = [elsewhere, outside].map(record);
    const came = next(
      looking,
      'userStatusUpdate',
      ({ isActive }: { isActive: boolean }) => isActive,
    );
    const socket = await lan.chat();
    expect(new Set((await open(socket, lan)).activeUsers)).toEqual(new Set([lan.id, stranger.id]));
    expect(await came).toMatchObject({ profileId: lan.id, groupId, isActive: true });
    const went = next(looking, 'userStatusUpdate');
    lan.disconnect();
    expect(await went).toMatchObject({
      profileId: lan.id,
      groupId,
      isActive: false,
      isOnline: false,
    });
    await settle(elsewhere, outside);
    for (const events of received) {
      expect(events.filter(([event]) => event === 'userStatusUpdate')).toEqual([]);
    }
    stranger.disconnect();
  });

  it('stays online while another socket is', async () => {
    await lan.post('/api/v1/conversations', { isGroup: false, memberIds: [minh.id] });
    const watcher = await lan.chat();
    const [one, other] = [await minh.chat(), await minh.connect('/v1')];
    const received = record(watcher);
    one.disconnect();
    await settle(watcher, other);
    expect(received.filter(([event]) => event === 'userStatusUpdate')).toEqual([]);
  });
});

describe('membership and sessions', () => {
  it('shuts a removed member out at once, open sockets too', async () => {
    const socket = await minh.chat();
    await open(socket, minh);
    const { messageId } = (await sendText(lan, 'trước')).body.data;
    await settle(socket);
    const received = record(socket);
    expect((await lan.delete(`/api/v1/conversations/${groupId}/members/${minh.id}`)).status).toBe(
      200,
    );
    await sendText(lan, 'sau');
    await lan.put(`/chat/recall/${messageId}`);
    await settle(socket);
    expect(received.filter(([event]) => event !== 'socketError')).toEqual([]);
    const inGroup = { profileId: minh.id, groupId };
    for (const event of ['open', 'loadMessages', 'markAsRead']) {
      expect(await emit(socket, event, inGroup)).toMatchObject({ error: 'not_a_member' });
    }
    expect((await sendText(minh, 'còn không?')).body).toMatchObject({ error: 'not_a_member' });
    expect((await minh.delete(`/chat/delete/${messageId}`)).body).toMatchObject({
      error: 'not_a_member',
    });
  });

  it('reaches the sockets of whoever is added, at once', async () => {
    const socket = await outsider.chat();
    const told = next(socket, 'newNotification');
    await sendText(lan, 'trước khi vào');
    await lan.post(`/api/v1/conversations/${groupId}/members`, { userIds: [outsider.id] });
    const counted = next(socket, 'unreadCountUpdated');
    await sendText(lan, 'chào người mới');
    expect(await told).toMatchObject({ groupId, message: { content: 'chào người mới' } });
    expect(await counted).toEqual([{ groupId, unreadCount: 1 }]);
  });

  it('ends the sockets of a session that ends', async () => {
    const guest = await register(server);
    const socket = await guest.chat();
    const ended = next(socket, 'disconnect');
    await guest.post('/api/v1/auth/logout');
    expect(await ended).toBe('io server disconnect');
  });

  it('answers unknown events and missing payloads in shape', async () => {
    const socket = await lan.chat();
    expect(await emit(socket, 'dance', {})).toMatchObject({ status: 'error', error: 'not_found' });
    for (const payload of [[], [null], ['text'], [[]]]) {
      expect(await emit(socket, 'open', ...payload)).toMatchObject({ error: 'invalid_input' });
    }
    const extra = { profileId: lan.id, groupId, more: { deep: true } };
    expect(await emit(socket, 'open', extra)).toMatchObject({ status: 'success' });
  });
});

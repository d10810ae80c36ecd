import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emit, next, register, settle, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * The socket flow of seed 000, line by line, with stock clients on all three namespaces. Rooms are the server's
 * own matter: who is in one is seen by what reaches them.
 */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let thu: TestPerson;
let outsider: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, thu, outsider] = await Promise.all([
    register(server),
    register(server),
    register(server),
    register(server),
  ]);
});
afterEach(() => {
  for (const person of [lan, minh, thu, outsider]) person.disconnect();
});

interface Door {
  connect(person: TestPerson): Promise<Socket>;
  /** The event by which a message reaches the other members, and where its words are in it. */
  readonly event: string;
  words(payload: Told): string | undefined;
  /** Whether the sender's own sockets hear of it too. */
  readonly tellsSender: boolean;
}
interface Told {
  content?: string;
  message?: { content: string };
  context?: { text: string };
}

const native: Door = {
  connect: (person) => person.connect('/v1'),
  event: 'message.created',
  words: ({ content }) => content,
  tellsSender: true,
};
const chat: Door = {
  connect: (person) => person.chat(),
  // Nobody here has the group open; who has gets `newMessage`, see the walk through seed 004.
  event: 'newNotification',
  words: ({ message }) => message?.content,
  tellsSender: false,
};
/** It knows direct conversations only. */
const social: Door = {
  // It is in all its rooms when it has been greeted.
  connect: async (person) => {
    let greeted: Promise<unknown> | undefined;
    const socket = await person.connect('/', (made) => {
      greeted = next(made, 'allUnreadMsgFromServer');
    });
    await greeted;
    return socket;
  },
  event: 'singleUnreadMsgFromServer',
  words: ({ context }) => context?.text,
  tellsSender: false,
};
const doors = { '/v1': native, '/chat': chat, '/': social } as const;
const groupDoors = Object.entries({ '/v1': native, '/chat': chat });

/** Somebody's new socket, and the words of the messages that reach it. */
async function listen(
  door: Door,
  person: TestPerson,
): Promise<{ socket: Socket; heard: string[] }> {
  const socket = await door.connect(person);
  const heard: string[] = [];
  socket.on(door.event, (payload: Told) => heard.push(door.words(payload) ?? ''));
  return { socket, heard };
}

async function group(owner: TestPerson, members: readonly TestPerson[]): Promise<string> {
  const body = { isGroup: true, memberIds: members.map(({ id }) => id) };
  return (await owner.post('/api/v1/conversations', body)).body.data.id;
}
async function direct(one: TestPerson, other: TestPerson): Promise<string> {
  const body = { isGroup: false, memberIds: [other.id] };
  return (await one.post('/api/v1/conversations', body)).body.data.id;
}
async function send(person: TestPerson, conversationId: string, content: string): Promise<string> {
  const path = `/api/v1/conversations/${conversationId}/messages`;
  const { status, body } = await person.post(path, { content });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data.id;
}

describe('Connect -> user join UserRoom', () => {
  it('/v1: what is a person’s own reaches all their sockets, and nobody else’s', async () => {
    const id = await group(lan, [minh]);
    const own = await Promise.all([minh.connect('/v1'), minh.connect('/v1')]);
    const other = await lan.connect('/v1');
    const heardByOther: unknown[] = [];
    other.on('conversation.preferences', (payload) => heardByOther.push(payload));
    const told = Promise.all(own.map((socket) => next(socket, 'conversation.preferences')));
    await minh.patch(`/api/v1/conversations/${id}/preferences`, { muted: true });
    for (const payload of await told) expect(payload).toMatchObject({ conversationId: id });
    await settle(other);
    expect(heardByOther).toEqual([]);
  });

  it('/chat: so too, once they are registered', async () => {
    const messageId = await send(lan, await group(lan, [minh]), 'của Minh thôi');
    const own = await Promise.all([minh.chat(), minh.chat()]);
    const other = await lan.chat();
    const heardByOther: unknown[] = [];
    other.on('messageDeleted', (payload) => heardByOther.push(payload));
    const told = Promise.all(own.map((socket) => next(socket, 'messageDeleted')));
    await minh.delete(`/chat/delete/${messageId}`);
    expect(await told).toEqual([
      { messageId, userId: minh.id },
      { messageId, userId: minh.id },
    ]);
    await settle(other);
    expect(heardByOther).toEqual([]);
  });

  it('/: so too', async () => {
    const own = await Promise.all([listen(social, minh), listen(social, minh)]);
    const other = await listen(social, thu);
    const mine = await lan.connect('/');
    const sent = { to: minh.id, context: { text: 'gửi Minh' } };
    expect(await emit(mine, 'newMessageFromClient', sent)).toMatchObject({ status: 'success' });
    for (const { heard } of own) await expect.poll(() => heard).toEqual(['gửi Minh']);
    await settle(other.socket);
    expect(other.heard).toEqual([]);
  });
});

describe('Connect -> user join ConversationRooms', () => {
  it.each(groupDoors)('%s: each that they are in, and no other', async (_, door) => {
    const [first, second, foreign] = await Promise.all([
      group(lan, [minh]),
      group(thu, [minh, lan]),
      group(lan, [thu]),
    ]);
    const pair = await direct(lan, minh);
    const { socket, heard } = await listen(door, minh);
    await Promise.all([
      send(lan, first, 'một'),
      send(lan, second, 'hai'),
      send(lan, pair, 'ba'),
      send(lan, foreign, 'không phải'),
    ]);
    await expect.poll(() => heard.toSorted()).toEqual(['ba', 'hai', 'một']);
    await settle(socket);
    expect(heard).toHaveLength(3);
  });

  it('/: each direct one, and no group', async () => {
    await Promise.all([direct(lan, minh), direct(thu, minh)]);
    const groupId = await group(lan, [minh]);
    const { socket, heard } = await listen(social, minh);
    await send(lan, groupId, 'cho cả nhóm');
    await send(lan, await direct(lan, minh), 'một');
    await send(thu, await direct(thu, minh), 'hai');
    await expect.poll(() => heard).toEqual(['một', 'hai']);
    await settle(socket);
    expect(heard).toHaveLength(2);
  });
});

describe('Create Conversation -> All members in conversation join ConversationRoom', () => {
  it.each(groupDoors)('%s: every socket of everybody who is online', async (_, door) => {
    const ears = await Promise.all(
      // Minh is here twice.
      [lan, minh, minh, thu, outsider].map(async (person) => listen(door, person)),
    );
    const id = await group(lan, [minh, thu]);
    // At once: nothing that follows the answer is lost.
    await send(lan, id, 'chào cả nhà');
    const [ofSender, ...others] = ears;
    const ofOutsider = others.pop();
    for (const { heard } of others) await expect.poll(() => heard).toEqual(['chào cả nhà']);
    await settle(...ears.map(({ socket }) => socket));
    expect(ofSender?.heard).toEqual(door.tellsSender ? ['chào cả nhà'] : []);
    expect(ofOutsider?.heard).toEqual([]);
  });

  it.each(groupDoors)('%s: those who are added later, from then on', async (_, door) => {
    const id = await group(lan, [minh]);
    const { heard } = await listen(door, thu);
    await send(lan, id, 'trước');
    await lan.post(`/api/v1/conversations/${id}/members`, { userIds: [thu.id] });
    await send(lan, id, 'sau');
    await expect.poll(() => heard).toEqual(['sau']);
  });

  it('/v1: a group made by the socket itself', async () => {
    const mine = await lan.connect('/v1');
    const { heard } = await listen(native, minh);
    const made = await emit(mine, 'conversations.create', { isGroup: true, memberIds: [minh.id] });
    expect(made).toMatchObject({ status: 'success', memberCount: 2 });
    await emit(mine, 'messages.send', { conversationId: made.id, content: 'ngay đây' });
    await expect.poll(() => heard).toEqual(['ngay đây']);
  });

  it('/: a first message makes the conversation of the two, who were here before', async () => {
    const [one, other] = [await listen(social, lan), await listen(social, minh)];
    for (const [ear, person, text] of [
      [one, minh, 'lần đầu'],
      [other, lan, 'chào lại'],
    ] as const) {
      const sent = { to: person.id, context: { text } };
      expect(await emit(ear.socket, 'newMessageFromClient', sent)).toMatchObject({
        status: 'success',
      });
    }
    await expect.poll(() => other.heard).toEqual(['lần đầu']);
    await expect.poll(() => one.heard).toEqual(['chào lại']);
  });
});

describe('Send Message -> emit to other members in conversation', () => {
  it('reaches them on each namespace, once on each socket, whichever it came by', async () => {
    const id = await direct(lan, minh);
    const ears = await Promise.all(Object.values(doors).map(async (door) => listen(door, minh)));
    const [v1, room] = [await lan.connect('/v1'), await lan.connect('/')];
    await emit(v1, 'messages.send', { conversationId: id, content: 'từ /v1' });
    await lan.post('/chat/send', { groupId: id, message: 'từ /chat', type: 'TEXT' });
    await emit(room, 'newMessageFromClient', { to: minh.id, context: { text: 'từ /' } });
    const all = ['từ /v1', 'từ /chat', 'từ /'];
    for (const { heard } of ears) await expect.poll(() => heard).toEqual(all);
    await settle(...ears.map(({ socket }) => socket));
    for (const { heard } of ears) expect(heard).toEqual(all);
  });

  it.each(groupDoors)('%s: to all of them, and to nobody else', async (_, door) => {
    const id = await group(lan, [minh, thu]);
    const people = [minh, thu, outsider];
    const ears = await Promise.all(people.map(async (person) => listen(door, person)));
    await send(lan, id, 'ai cũng nghe');
    const [ofMinh, ofThu, ofOutsider] = ears.map(({ heard }) => heard);
    await expect.poll(() => [ofMinh, ofThu]).toEqual([['ai cũng nghe'], ['ai cũng nghe']]);
    await settle(...ears.map(({ socket }) => socket));
    expect(ofOutsider).toEqual([]);
  });
});

describe('who leaves is out at once', () => {
  const ways: Record<string, (id: string) => Promise<{ status: number }>> = {
    leaves: (id) => minh.post(`/api/v1/conversations/${id}/leave`),
    'is removed': (id) => lan.delete(`/api/v1/conversations/${id}/members/${minh.id}`),
  };
  const cases = groupDoors.flatMap(([name, door]) =>
    Object.entries(ways).map(([what, go]) => ({ name, what, door, go })),
  );

  it.each(cases)('$name: who $what, with every socket', async ({ door, go }) => {
    const id = await group(lan, [minh, thu]);
    const gone = await Promise.all([listen(door, minh), listen(door, minh)]);
    const stays = await listen(door, thu);
    await send(lan, id, 'cùng nhau');
    for (const { heard } of [...gone, stays]) await expect.poll(() => heard).toHaveLength(1);
    expect((await go(id)).status).toBe(200);
    await send(lan, id, 'thiếu một người');
    await expect.poll(() => stays.heard).toEqual(['cùng nhau', 'thiếu một người']);
    await settle(...gone.map(({ socket }) => socket));
    for (const { heard } of gone) expect(heard).toEqual(['cùng nhau']);
    const refused = await minh.post(`/api/v1/conversations/${id}/messages`, { content: 'còn đây' });
    expect(refused.body.error).toBe('not_a_member');

    // Taken back in, the same sockets hear what comes from then on.
    await lan.post(`/api/v1/conversations/${id}/members`, { userIds: [minh.id] });
    await send(lan, id, 'lại đủ');
    for (const { heard } of gone) await expect.poll(() => heard).toEqual(['cùng nhau', 'lại đủ']);
  });

  it('/: whoever of the two blocks the other hears no more of them', async () => {
    const id = await direct(lan, minh);
    const { socket, heard } = await listen(social, minh);
    await send(lan, id, 'trước');
    await expect.poll(() => heard).toEqual(['trước']);
    // A direct conversation is the two of them: nobody can leave it.
    const left = await minh.post(`/api/v1/conversations/${id}/leave`);
    expect(left.body.error).toBe('forbidden');
    await minh.put(`/api/v1/users/${lan.id}/block`);
    const mine = await lan.connect('/');
    const sent = { to: minh.id, context: { text: 'sau' } };
    expect(await emit(mine, 'newMessageFromClient', sent)).toMatchObject({ error: 'blocked' });
    await settle(socket, mine);
    expect(heard).toEqual(['trước']);
  });
});

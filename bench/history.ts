import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Socket } from 'socket.io-client';
import type { Comparison, Row, Run } from './case.ts';
import { Client, type Data, emit } from './client.ts';
import { type Filled, fillHistory, type Size } from './history-fill.ts';
import { compare, type Measured } from './measure.ts';
import { type ServerProcess, withServer } from './server-process.ts';

/** What a long history costs: the same of two people in one database, one with little and one with much. */

const sizes = {
  small: { messages: 1000, conversations: 20 },
  large: { messages: 1_000_000, conversations: 2000 },
} as const;
const maxRatio = 1.5;

/** Somebody, what their history holds, and the sockets that they have open. */
interface Person extends Filled {
  client: Client;
  neighbour: Client;
  chat: Socket;
  /** Where the list's later pages begin. */
  laterCursor: string;
}

export async function history(run: Run): Promise<Comparison> {
  const { signal, note } = run;
  return withServer({}, signal, async (server) => {
    note(`the server is ready at ${server.url}`);
    const people = await fill(server, run);
    const rows: Row[] = [];
    for (const measured of list) {
      rows.push(await compare(measured, people, signal));
      note(measured.name);
    }
    people.small.chat.disconnect();
    people.large.chat.disconnect();
    return {
      title: 'A long history and many conversations',
      small: titleOf(sizes.small),
      large: titleOf(sizes.large),
      rows,
    };
  });
}

async function fill(
  { url, database }: ServerProcess,
  { signal, note }: Run,
): Promise<{ small: Person; large: Person }> {
  const neighbours: Client[] = [];
  for (let number = 1; number <= 9; number += 1) {
    neighbours.push(await Client.register(url, `neighbour${number}`));
  }
  const clients = {
    small: await Client.register(url, 'small'),
    large: await Client.register(url, 'large'),
  };
  const connection = new pg.Client(database);
  await connection.connect();
  // A statement on its way fails then.
  const cut = (): void => void connection.end().catch(() => {});
  signal.addEventListener('abort', cut);
  try {
    // As fast as it goes: the triggers' work is done by how the rows are made.
    await connection.query('set session_replication_role = replica');
    const small = await fillHistory(connection, clients.small, neighbours, sizes.small);
    const large = await fillHistory(connection, clients.large, neighbours, sizes.large);
    note('filled');
    await connection.query('vacuum analyze');
    await connection.query('checkpoint');
    note('analysed');
    return {
      small: await meet(clients.small, small, neighbours, sizes.small),
      large: await meet(clients.large, large, neighbours, sizes.large),
    };
  } finally {
    signal.removeEventListener('abort', cut);
    await connection.end();
  }
}

async function meet(
  client: Client,
  filled: Filled,
  neighbours: readonly Client[],
  size: Size,
): Promise<Person> {
  const [neighbour] = neighbours;
  if (!neighbour) throw new Error('there are no neighbours');
  const chat = await client.connect('/chat');
  await emit(chat, 'register', { profileId: client.id });
  const laterCursor = await cursorBehind(client, size.conversations / 2);
  return { ...filled, client, neighbour, chat, laterCursor };
}

/** Where the list goes on behind so many conversations. */
async function cursorBehind(client: Client, count: number): Promise<string> {
  const limit = Math.min(count, 100);
  let cursor = '';
  for (let passed = 0; passed < count; passed += limit) {
    const query = cursor && `&cursor=${cursor}`;
    const { nextCursor } = await client.get(`/conversations?limit=${limit}${query}`);
    cursor = String(nextCursor);
  }
  return cursor;
}

const list: Measured<Person>[] = [
  held('open (/chat), the last 10', {
    act: (person) => emit(person.chat, 'open', inLong(person)),
    prepare: (person) => emit(person.chat, 'leave', inLong(person)),
  }),
  held('loadMessages (/chat), 10 in the middle', {
    act: (person) =>
      emit(person.chat, 'loadMessages', { ...inLong(person), cursor: person.middleMessageId }),
  }),
  held('GET messages, the last 20', { act: (person) => messages(person, '') }),
  held('GET messages, 20 in the middle', {
    act: (person) => messages(person, `&cursor=${person.middleMessageId}`),
  }),
  held('GET messages, 20 near the beginning', {
    act: (person) => messages(person, `&cursor=${person.earlyMessageId}`),
  }),
  held('GET /unread', { act: ({ client }) => client.get('/unread') }),
  held('getUnreadCounts (/chat)', {
    act: ({ chat, client }) => emit(chat, 'getUnreadCounts', { profileId: client.id }),
  }),
  held('GET /conversations, the first 20', {
    act: ({ client }) => client.get('/conversations?limit=20'),
  }),
  held('GET /conversations, the first 5', { act: (person) => conversations(person, '') }),
  held('GET /conversations, 5 from the middle', {
    act: (person) => conversations(person, `&cursor=${person.laterCursor}`),
  }),
  held('GET /conversations, not archived', {
    act: (person) => conversations(person, '&archived=false'),
  }),
  held('GET /conversations, archived', {
    act: (person) => conversations(person, '&archived=true'),
  }),
  held('GET /conversations, pinned', { act: (person) => conversations(person, '&pinned=true') }),
  held('markAsRead (/chat), one message', {
    prepare: hear,
    act: (person) => emit(person.chat, 'markAsRead', inLong(person)),
  }),
  held('POST read, one message', {
    prepare: hear,
    act: ({ client, longId }) => client.post(`/conversations/${longId}/read`),
  }),
  held('a further device: connect, register, initialUnreadCounts', { act: greet, times: 10 }),
  {
    name: 'the first device: the same, and who is in which room',
    async prepare({ chat }) {
      chat.disconnect();
      await delay(20);
    },
    act: greet,
    times: 10,
    maxRatio: null,
  },
];

function held(
  name: string,
  measured: Omit<Measured<Person>, 'name' | 'maxRatio'>,
): Measured<Person> {
  return { name, maxRatio, ...measured };
}

const inLong = ({ client, longId }: Person) => ({ profileId: client.id, groupId: longId });

const messages = ({ client, longId }: Person, query: string): Promise<Data> =>
  client.get(`/conversations/${longId}/messages?limit=20${query}`);

const conversations = ({ client }: Person, query: string): Promise<Data> =>
  client.get(`/conversations?limit=5${query}`);

/** A neighbour says something in the long conversation. */
async function hear({ neighbour, longId }: Person): Promise<void> {
  await neighbour.post(`/conversations/${longId}/messages`, { content: 'Có ai ở nhà không?' });
}

/** A new device comes, learns what is unread, and goes. */
async function greet({ client }: Person): Promise<void> {
  const socket = await client.connect('/chat');
  const told = new Promise((resolve) => void socket.once('initialUnreadCounts', resolve));
  await emit(socket, 'register', { profileId: client.id });
  await told;
  socket.disconnect();
}

function titleOf({ messages, conversations }: Size): string {
  return `${messages.toLocaleString('en')} messages, ${conversations.toLocaleString('en')} conversations`;
}

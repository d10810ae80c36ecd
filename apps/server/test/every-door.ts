import type { Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { emit, type TestPerson } from './people.ts';

/** Where a message can be sent, or be marked as read. */
export const doors = ['rest', 'chatRest', 'native', 'chat', 'social', 'raw'] as const;
export type Door = (typeof doors)[number];

/** A conversation, and with whom it is where it is a direct one. */
export interface Place {
  id: string;
  partnerId: string | null;
}

/** One person's sockets on every namespace, and on the raw door of every room that they come to. */
export class EveryDoor {
  readonly #person: TestPerson;
  readonly #url: string;
  readonly #native: Socket;
  readonly #social: Socket;
  readonly #chat: Socket;
  readonly #rooms = new Map<string, RoomClient>();
  /** The messages that the socket on `/chat` brought. */
  readonly heardOnChat: { id: string; groupId: string; seq: number }[] = [];
  /** The ids of those that raw sockets brought, by socket. */
  readonly heardInRooms: string[][] = [];

  private constructor(
    person: TestPerson,
    url: string,
    [native, chat, social]: readonly [Socket, Socket, Socket],
  ) {
    this.#person = person;
    this.#url = url;
    this.#native = native;
    this.#chat = chat;
    this.#social = social;
    chat.on('newMessage', (message) => this.heardOnChat.push(message));
  }

  static async of(person: TestPerson, url: string): Promise<EveryDoor> {
    const sockets = [person.connect('/v1'), person.chat(), comingBack(person)] as const;
    return new EveryDoor(person, url, await Promise.all(sockets));
  }

  /** Opens a conversation on `/chat` and on the raw door. */
  async enter({ id }: Place): Promise<void> {
    await emit(this.#chat, 'open', { profileId: this.#person.id, groupId: id });
    await this.#room(id);
  }

  /**
   * Sends a message through a door.
   * @returns its id when it was acknowledged; null: it was refused, or the door does not lead there
   */
  async send(door: Door, place: Place, content: string, clientId: string): Promise<string | null> {
    const { id: conversationId, partnerId } = place;
    const message = { type: 'TEXT', content, clientId };
    switch (door) {
      case 'chatRest': {
        const body = { groupId: conversationId, message: content, type: 'TEXT', clientId };
        return (await this.#person.post('/chat/send', body)).body.data?.messageId ?? null;
      }
      case 'native': {
        const ack = await emit(this.#native, 'messages.send', { conversationId, ...message });
        return ack.id ?? null;
      }
      case 'social': {
        if (partnerId === null) return null;
        const direct = { to: partnerId, context: { text: content }, clientId };
        const ack = await this.#emitSocially('newMessageFromClient', direct);
        return ack?.message?._id ?? null;
      }
      case 'raw':
        return (await this.#room(conversationId))?.send(content, clientId) ?? null;
      default: {
        const path = `/api/v1/conversations/${conversationId}/messages`;
        return (await this.#person.post(path, message)).body.data?.id ?? null;
      }
    }
  }

  /** Marks a conversation as read through a door, or not: not every door leads there. */
  async read(door: Door, { id, partnerId }: Place): Promise<void> {
    if (door === 'chat') {
      await emit(this.#chat, 'markAsRead', { profileId: this.#person.id, groupId: id });
    } else if (door === 'native') {
      await emit(this.#native, 'conversations.markRead', { conversationId: id });
    } else if (door === 'social' && partnerId !== null) {
      await this.#emitSocially('readMessagesFromClient', { from: partnerId });
    } else {
      await this.#person.post(`/api/v1/conversations/${id}/read`);
    }
  }

  /** Resolves when everything that was sent to its sockets so far has come. */
  async settled(): Promise<void> {
    await emit(this.#chat, 'no such event', {});
    await Promise.all([...this.#rooms.values()].map(async (room) => room.settled()));
  }

  /** Leaves the rooms. */
  leave(): void {
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
  }

  /** Null: the socket was closed to be greeted anew, and the ack did not come. */
  async #emitSocially(event: string, payload: object): Promise<Acked | null> {
    try {
      return await this.#social.timeout(5000).emitWithAck(event, payload);
    } catch {
      return null;
    }
  }

  /** Null: the person is not in it. */
  async #room(id: string): Promise<RoomClient | null> {
    const open = this.#rooms.get(id);
    if (open?.isOpen) return open;
    const url = `${this.#url.replace('http', 'ws')}/ws/${id}/${this.#person.id}`;
    const room = await RoomClient.open(url, this.#person.token);
    if (!room) return null;
    this.#rooms.set(id, room);
    this.heardInRooms.push(room.heard);
    return room;
  }
}

interface Acked {
  message?: { _id: string };
}

/** A socket on `/`, which is closed where `/v1` is told `resync`, and comes back as stock clients do. */
async function comingBack(person: TestPerson): Promise<Socket> {
  return person.connect('/', (socket) => {
    socket.io.reconnection(true);
    socket.io.reconnectionDelay(10);
  });
}

/** A stock raw socket in one room. */
class RoomClient {
  readonly #socket: WebSocket;
  readonly #acks = new Map<string, PromiseWithResolvers<string | null>>();
  readonly heard: string[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => {
      const { type, data } = JSON.parse(String(text));
      if (type === 'new_message') this.heard.push(data.message_id);
      if (type === 'ack') this.#acks.get(data.client_id)?.resolve(data.message_id);
      // It does not say which frame it refuses: none of those under way is counted on.
      if (type === 'error') this.#giveUp();
    });
    socket.on('close', () => this.#giveUp());
    socket.on('error', () => {});
  }

  /** Answers null when the server does not let it in. */
  static async open(url: string, token: string): Promise<RoomClient | null> {
    const socket = new WebSocket(url, ['bearer', token]);
    const room = new RoomClient(socket);
    await new Promise((resolve) => {
      socket.once('open', resolve);
      socket.once('close', resolve);
    });
    // It is accepted first and refused then: whoever is answered is in.
    await room.settled();
    return room.isOpen ? room : null;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  async send(content: string, clientId: string): Promise<string | null> {
    if (!this.isOpen) return null;
    const acked = this.#acks.get(clientId) ?? Promise.withResolvers<string | null>();
    this.#acks.set(clientId, acked);
    const data = { content, client_id: clientId };
    this.#socket.send(JSON.stringify({ type: 'send_message', data }));
    return acked.promise;
  }

  /** A round trip: a frame that is none is answered. */
  async settled(): Promise<void> {
    if (!this.isOpen) return;
    const answered = new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.once('pong', () => resolve());
    });
    this.#socket.ping();
    await answered;
  }

  close(): void {
    this.#socket.close();
  }

  #giveUp(): void {
    for (const { resolve } of this.#acks.values()) resolve(null);
    this.#acks.clear();
  }
}

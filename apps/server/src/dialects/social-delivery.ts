import { listUnreadMessages } from '@xom/contract/direct-messages';
import type { ConversationId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { allUnreadMsgFromServer, singleUnreadMsgFromServer } from '@xom/contract/social-namespace';
import type { Deliver, Roster } from '../features/conversations/roster.ts';
import { messageAudiences } from '../features/messages/messages.delivery.ts';
import type { Connection, Connections } from '../platform/connections.ts';
import type { Greet } from '../platform/socketio-handshake.ts';
import { directMessage } from './social-namespace.ts';

/** By conversation, the last message that a connection was greeted with. */
type Told = ReadonlyMap<ConversationId, number>;

/**
 * What sockets of `/` are told: after connecting once what is unread, and from then on each direct message. What
 * arrives while the first is being loaded waits for it, and nothing is told twice.
 */
export class SocialDelivery {
  readonly #roster: Roster;
  readonly #connections: Connections;
  readonly #greeted = new WeakMap<Connection, Told>();
  readonly #waiting = new WeakMap<Connection, Message[]>();

  constructor({ roster, connections }: { roster: Roster; connections: Connections }) {
    this.#roster = roster;
    this.#connections = connections;
  }

  readonly deliver: Deliver = (event) => {
    if (event.type !== 'message.created') return;
    if (!this.#roster.rooms.isDirect(event.message.conversationId)) return;
    const door = singleUnreadMsgFromServer.namespace;
    for (const audience of messageAudiences(this.#roster, door, event)) {
      if (!audience.isMine) this.#tell(audience.message, audience.connections);
    }
  };

  readonly greet: Greet = async (connection, run) => {
    const { items } = await run(listUnreadMessages, {});
    const { userId } = connection.caller;
    const unread = items.toReversed();
    // A message is stored before it is published: what the list holds may still be on its way.
    const told = new Map<ConversationId, number>();
    for (const { conversationId, seq } of unread) {
      told.set(conversationId, Math.max(seq, told.get(conversationId) ?? 0));
    }
    return () => {
      const messages = unread.map((message) => directMessage(message, userId));
      this.#connections.send(allUnreadMsgFromServer, messages, [connection]);
      this.#greeted.set(connection, told);
      for (const message of this.#waiting.get(connection) ?? []) this.#tell(message, [connection]);
      this.#waiting.delete(connection);
    };
  };

  /** Tells those of one person's connections that do not know the message yet. */
  #tell(message: Message, connections: Iterable<Connection>): void {
    const audience: Connection[] = [];
    for (const connection of connections) {
      const told = this.#greeted.get(connection);
      if (!told) this.#wait(message, connection);
      else if (message.seq > (told.get(message.conversationId) ?? 0)) audience.push(connection);
    }
    const [first] = audience;
    if (!first) return;
    const payload = directMessage(message, first.caller.userId);
    this.#connections.send(singleUnreadMsgFromServer, payload, audience);
  }

  #wait(message: Message, connection: Connection): void {
    const waiting = this.#waiting.get(connection);
    if (waiting) waiting.push(message);
    else this.#waiting.set(connection, [message]);
  }
}

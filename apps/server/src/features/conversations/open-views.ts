import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Roster } from './roster.ts';

/** Told when a socket begins or ends to look at a conversation. */
export type ViewListener = (
  connection: Connection,
  conversationId: ConversationId,
  isOpen: boolean,
) => void;

/** Many more than anybody looks at; bounds what one socket can make us remember. */
const maxOpen = 100;

/** Who looks at which conversation, socket by socket. */
export class OpenViews {
  readonly #roster: Roster;
  readonly #connections: Connections;
  readonly #listeners: ViewListener[] = [];

  constructor({ roster, connections }: { roster: Roster; connections: Connections }) {
    this.#roster = roster;
    this.#connections = connections;
  }

  listen(listener: ViewListener): void {
    this.#listeners.push(listener);
  }

  /** Answers who looks at it now, this person included. */
  open(connection: Connection, conversationId: ConversationId): UserId[] {
    if (!connection.views.has(conversationId)) {
      for (const eldest of connection.views) {
        if (connection.views.size < maxOpen) break;
        connection.views.delete(eldest);
      }
      connection.views.add(conversationId);
      if (this.#connections.isReceiving(connection)) this.#tell(connection, conversationId, true);
    }
    return [...new Set([...this.activeIn(conversationId), connection.caller.userId])];
  }

  close(connection: Connection, conversationId: ConversationId): void {
    if (!connection.views.delete(conversationId)) return;
    if (this.#connections.isReceiving(connection)) this.#tell(connection, conversationId, false);
  }

  /** Who has it open on a socket that receives. */
  activeIn(conversationId: ConversationId): UserId[] {
    return [...this.#roster.members(conversationId).keys()].filter((userId) =>
      this.isLooking(userId, conversationId),
    );
  }

  isLooking(userId: UserId, conversationId: ConversationId): boolean {
    for (const connection of this.#connections.of(userId)) {
      if (connection.views.has(conversationId)) return true;
    }
    return false;
  }

  #tell(connection: Connection, conversationId: ConversationId, isOpen: boolean): void {
    for (const listener of this.#listeners) listener(connection, conversationId, isOpen);
  }
}

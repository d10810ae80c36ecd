import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Connection, Connections } from '../../platform/connections.ts';

/** Told when a socket begins or ends to look at a conversation. Resolves when that is known everywhere. */
export type ViewListener = (
  connection: Connection,
  conversationId: ConversationId,
) => Promise<void>;

/** Who looks at a conversation, on whatever process, of those who let the viewer see that they are here. */
export interface ActivePeople {
  activeIn(conversationId: ConversationId, viewerId: UserId): Promise<UserId[]>;
}

/** Many more than anybody looks at; bounds what one socket can make us remember. */
const maxOpen = 100;

/** What each socket of this process looks at. */
export class OpenViews {
  readonly #connections: Connections;
  readonly #active: ActivePeople;
  readonly #listeners: ViewListener[] = [];

  constructor({ connections, active }: { connections: Connections; active: ActivePeople }) {
    this.#connections = connections;
    this.#active = active;
  }

  listen(listener: ViewListener): void {
    this.#listeners.push(listener);
  }

  /** Answers who looks at it now, this person included. */
  async open(connection: Connection, conversationId: ConversationId): Promise<UserId[]> {
    if (!connection.views.has(conversationId)) {
      for (const eldest of connection.views) {
        if (connection.views.size < maxOpen) break;
        this.#connections.lookAway(connection, eldest);
      }
      this.#connections.look(connection, conversationId);
      await this.#tell(connection, conversationId);
    }
    const { userId } = connection.caller;
    const active = await this.#active.activeIn(conversationId, userId);
    return [...new Set([...active, userId])];
  }

  async close(connection: Connection, conversationId: ConversationId): Promise<void> {
    if (!this.#connections.lookAway(connection, conversationId)) return;
    await this.#tell(connection, conversationId);
  }

  async #tell(connection: Connection, conversationId: ConversationId): Promise<void> {
    if (!this.#connections.isReceiving(connection)) return;
    await Promise.all(this.#listeners.map((listener) => listener(connection, conversationId)));
  }
}

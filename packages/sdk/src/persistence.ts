import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { OutboxItem } from './outbox.ts';

/** What is kept of one conversation. */
export interface KeptConversation {
  readonly id: ConversationId;
  readonly conversation: Conversation;
  /** Up to which version of it this is true. */
  readonly version: number;
  /** The newest messages without a hole, oldest first; null: not opened lately. */
  readonly newest: {
    readonly fromSeq: number;
    readonly toSeq: number;
    readonly messages: readonly Message[];
  } | null;
  /** When it was last opened, in milliseconds; 0: not lately. */
  readonly openedAt: number;
  readonly keptAt: number;
}

/** What one person sends, until it has arrived. Tabs share it. */
export interface OutboxPersistence {
  load(userId: UserId): Promise<readonly OutboxItem[]>;
  put(userId: UserId, item: OutboxItem): Promise<void>;
  remove(userId: UserId, clientId: string): Promise<void>;
}

/** Where a store keeps things over a reload: always one person's, never shown to another. */
export interface Persistence {
  readonly outbox: OutboxPersistence;
  loadConversations(userId: UserId): Promise<readonly KeptConversation[]>;
  putConversations(userId: UserId, changed: readonly KeptConversation[]): Promise<void>;
  removeConversations(userId: UserId, ids: readonly ConversationId[]): Promise<void>;
  /** Drops all of one person's. */
  clear(userId: UserId): Promise<void>;
}

/** Keeps things as long as the page lives. */
export function createMemoryPersistence(): Persistence {
  const conversations = new Map<string, Map<string, KeptConversation>>();
  const items = new Map<string, Map<string, OutboxItem>>();
  return {
    outbox: {
      load: async (userId) => [...shelf(items, userId).values()],
      put: async (userId, item) => void shelf(items, userId).set(item.clientId, item),
      remove: async (userId, clientId) => void shelf(items, userId).delete(clientId),
    },
    loadConversations: async (userId) => [...shelf(conversations, userId).values()],
    async putConversations(userId, changed) {
      for (const one of changed) shelf(conversations, userId).set(one.id, one);
    },
    async removeConversations(userId, ids) {
      for (const id of ids) shelf(conversations, userId).delete(id);
    },
    async clear(userId) {
      conversations.delete(userId);
      items.delete(userId);
    },
  };
}

function shelf<Value>(
  shelves: Map<string, Map<string, Value>>,
  userId: string,
): Map<string, Value> {
  const standing = shelves.get(userId) ?? new Map<string, Value>();
  shelves.set(userId, standing);
  return standing;
}

import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Connection } from '../../platform/connections.ts';
import type { Part } from './room-receivers.ts';
import type { Roster } from './roster.ts';
import { unreadCountsIn } from './unread.ts';

/** Tells connections of one door how much of a conversation is unread for whom they belong to. */
export type TellUnread = (
  conversationId: ConversationId,
  unreadCount: number,
  connections: readonly Connection[],
) => void;

/**
 * Tells what is unread after messages: right after those that come together, once for them all and as it is then. A
 * count is the newest or worth nothing, and there are as many as messages: half of what is sent.
 */
export class UnreadTelling {
  readonly #roster: Roster;
  readonly #door: string;
  readonly #part: Part;
  readonly #tell: TellUnread;
  /** By conversation, its only sender, whose own count a message leaves as it was; null: there are several. */
  #due = new Map<ConversationId, UserId | null>();

  /** @param part whom it is told: those who look at a conversation may see for themselves */
  constructor(options: { roster: Roster; door: string; part: Part; tell: TellUnread }) {
    this.#roster = options.roster;
    this.#door = options.door;
    this.#part = options.part;
    this.#tell = options.tell;
  }

  /** A message was told. */
  follow({ conversationId, senderId }: { conversationId: ConversationId; senderId: UserId }): void {
    if (this.#due.size === 0) queueMicrotask(this.#flush);
    const known = this.#due.get(conversationId);
    this.#due.set(conversationId, known === undefined || known === senderId ? senderId : null);
  }

  readonly #flush = (): void => {
    const due = this.#due;
    this.#due = new Map();
    for (const [conversationId, senderId] of due) {
      const { each } = this.#roster.rooms.receivers(conversationId, this.#door, this.#part);
      const counts = unreadCountsIn(each, this.#roster.lastSeqOf(conversationId), senderId);
      for (const [unreadCount, connections] of counts) {
        this.#tell(conversationId, unreadCount, connections);
      }
    }
  };
}

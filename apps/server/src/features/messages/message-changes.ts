import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { KeyedQueue } from '../../platform/keyed-queue.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import {
  advanceVersion,
  findMembership,
  lockConversation,
  type Membership,
} from '../conversations/conversations.queries.ts';
import type { ConversationRow } from '../conversations/conversations.tables.ts';
import type { MessagePresenter } from './message-presenter.ts';
import { isGone, type MessageRow, seenBy } from './message-view.ts';
import type { MessageChange } from './messages.events.ts';
import { findMessage, isHidden } from './messages.queries.ts';
import { renewReplies } from './quotes.queries.ts';

/** A message as it stands under its conversation's lock, and what the caller is there. */
export interface LockedMessage {
  message: MessageRow;
  place: { conversationId: ConversationId; seq: number; id: MessageId };
  conversation: ConversationRow;
  membership: Membership;
}

/** Changes messages after they were sent, and tells of it. */
export class MessageChanges {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: MessagePresenter;
  readonly #queue = new KeyedQueue();

  constructor(dependencies: { database: Database; bus: DomainBus; presenter: MessagePresenter }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#presenter = dependencies.presenter;
  }

  /**
   * Runs `change` in a transaction, under the lock of the message's conversation, and tells its members.
   * Changes of one message run one after the other, so that they are told in their order.
   * @param change answers the changed row and what to tell; null: nothing changed
   * @returns the message as the caller sees it
   * @throws Failure `not_found` | `not_a_member`, and what `change` throws
   */
  async apply(
    callerId: UserId,
    messageId: MessageId,
    change: (
      queries: Queries,
      locked: LockedMessage,
    ) => Promise<{ row: MessageRow; tells: MessageChange } | null>,
  ): Promise<Message> {
    return this.#queue.run(messageId, async () => {
      const { row, tells } = await this.#database.transaction().execute(async (queries) => {
        const locked = await lockMessage(queries, messageId, callerId);
        return (await change(queries, locked)) ?? { row: locked.message, tells: null };
      });
      const [told] = await this.#presenter.told(this.#database, [row]);
      if (!told) throw new Error('one row makes one message');
      if (tells) {
        const event = { type: 'message.updated', ...told, ...tells } as const;
        this.#bus.publish(roomTopic(row.conversation_id), event);
      }
      return seenBy(told, callerId);
    });
  }
}

/**
 * Takes the lock of the message's conversation, then reads both anew.
 * @throws Failure `not_found` | `not_a_member`
 */
export async function lockMessage(
  queries: Queries,
  messageId: MessageId,
  callerId: UserId,
): Promise<LockedMessage> {
  const found = await findMessage(queries, messageId);
  const conversation = found && (await lockConversation(queries, found.conversation_id));
  if (!conversation) throw new Failure('not_found');
  const membership = await findMembership(queries, conversation.id, callerId);
  if (!membership?.role) throw new Failure('not_a_member');
  const message = await findMessage(queries, messageId);
  if (!message) throw new Failure('not_found');
  const place = { conversationId: conversation.id, seq: message.seq, id: message.id };
  return { message, place, conversation, membership };
}

/** @throws Failure `not_found` when the caller hid the message */
export async function requireVisible(
  queries: Queries,
  { place }: LockedMessage,
  callerId: UserId,
): Promise<void> {
  if (await isHidden(queries, place, callerId)) throw new Failure('not_found');
}

/**
 * What one may write to: not in a direct conversation with a block or a deleted account, not hidden, not recalled.
 * @throws Failure `blocked` | `not_found` | `conflict`
 */
export async function requireWritable(
  queries: Queries,
  locked: LockedMessage,
  callerId: UserId,
): Promise<void> {
  const { isBlocked, isClosed } = locked.membership;
  if (isBlocked || isClosed) throw new Failure('blocked');
  await requireVisible(queries, locked, callerId);
  if (isGone(locked.message)) throw new Failure('conflict', { messageId: 'was recalled' });
}

/**
 * A setting bounds for how long after its sending something may be done with a message.
 * @param hours null: for good
 * @throws Failure `conflict`
 */
export function requireWithin(hours: number | null, { created_at: sentAt }: MessageRow): void {
  if (hours === null || Date.now() - sentAt.getTime() <= hours * 3_600_000) return;
  throw new Failure('conflict', { messageId: `was sent more than ${hours} hours ago` });
}

/**
 * Moves the conversation's version on by a change of a message that others quote: theirs change with it.
 * @returns the version for the message itself
 */
export async function advanceWithReplies(
  queries: Queries,
  place: { conversationId: ConversationId; id: MessageId },
): Promise<number> {
  const { version } = await advanceVersion(queries, place.conversationId);
  const count = await renewReplies(queries, place, version);
  if (count > 0) await advanceVersion(queries, place.conversationId, { count });
  return version;
}

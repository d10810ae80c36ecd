import type { MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { DomainBus } from '../../domain-events.ts';
import type { Database, Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { replaceMentions } from './mentions.queries.ts';
import {
  advanceWithReplies,
  lockMessage,
  type LockedMessage,
  type MessageChanges,
  requireWithin,
} from './message-changes.ts';
import type { MessageRow } from './message-view.ts';
import { insertHidden, isHidden, markRecalled } from './messages.queries.ts';
import type { MessageFiles } from './messages.service.ts';
import { deleteReactions } from './reactions.queries.ts';

/** Taking messages away: for everybody (recall) or for oneself (hide). */
export class RemovalService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: MessageFiles;
  readonly #changes: MessageChanges;
  readonly #windowHours: number | null;

  /** `recallWindowHours`: for how long after its sending a sender can take a message back; null: for good. */
  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: MessageFiles;
    changes: MessageChanges;
    recallWindowHours: number | null;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#changes = dependencies.changes;
    this.#windowHours = dependencies.recallWindowHours;
  }

  /**
   * Empties a message for everybody and lets go of its file. Recalling again changes and tells nothing.
   * @throws Failure `not_found` | `not_a_member` | `conflict` (too late)
   */
  async recall(callerId: UserId, messageId: MessageId): Promise<Message> {
    return this.#changes.apply(callerId, messageId, async (queries, locked) => {
      if (locked.message.recalled_at) return null;
      if (!isGroupAdmin(locked)) requireWithin(this.#windowHours, locked.message);
      const recall = { by: callerId, at: new Date() };
      const row = await emptyMessage(queries, this.#files, locked, recall);
      return { row, tells: { change: 'recalled' } };
    });
  }

  /**
   * Hides a message from the caller only. Hiding again changes and tells nothing.
   * @throws Failure `not_found` | `not_a_member`
   */
  async hide(callerId: UserId, messageId: MessageId): Promise<void> {
    const hidden = await this.#database.transaction().execute(async (queries) => {
      const { place } = await lockMessage(queries, messageId, callerId);
      const { conversationId } = place;
      if (await isHidden(queries, place, callerId)) return null;
      const version = await advanceWithReplies(queries, place);
      await insertHidden(queries, place, callerId, version);
      return { conversationId, version };
    });
    if (!hidden) return;
    this.#bus.publish(userTopic(callerId), {
      type: 'message.hidden',
      userId: callerId,
      messageId,
      ...hidden,
    });
  }
}

/** They look after the group, and take away what others wrote at any time. */
function isGroupAdmin({ conversation, membership }: LockedMessage): boolean {
  return conversation.is_group && membership.role !== 'member';
}

/**
 * Takes what a message says and carries from everybody; the caller holds its conversation's lock.
 * @param recall.by null: nobody did, its time was over
 * @returns its row afterwards, with a version of its own
 */
export async function emptyMessage(
  queries: Queries,
  files: MessageFiles,
  { message, place }: Pick<LockedMessage, 'message' | 'place'>,
  recall: { by: UserId | null; at: Date },
): Promise<MessageRow> {
  if (message.media_id) {
    const holder = { mediaId: message.media_id, kind: 'message', holderId: message.id } as const;
    await files.release(queries, holder);
  }
  if (message.reactions) await deleteReactions(queries, place);
  if (message.mentions) await replaceMentions(queries, place, message.mentions, []);
  const version = await advanceWithReplies(queries, place);
  return markRecalled(queries, place, { ...recall, version });
}

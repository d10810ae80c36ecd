import type { MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import {
  advanceVersion,
  findMember,
  lockConversation,
} from '../conversations/conversations.queries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { type MessageRow, messageView } from './message-view.ts';
import { findMessage, insertHidden, isHidden, markRecalled } from './messages.queries.ts';
import type { MessageFiles } from './messages.service.ts';

/** Taking messages away: for everybody (recall) or for oneself (hide). */
export class RemovalService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: MessageFiles;
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: MessageFiles;
    summaries: PersonSummaries;
    urls: MediaUrls;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#summaries = dependencies.summaries;
    this.#urls = dependencies.urls;
  }

  /**
   * Empties a message for everybody and lets go of its file. Recalling again changes and tells nothing.
   * @throws Failure `not_found` | `not_a_member`
   */
  async recall(callerId: UserId, messageId: MessageId): Promise<Message> {
    const { row, isNew } = await this.#database.transaction().execute(async (queries) => {
      const message = await lockMessage(queries, messageId, callerId);
      if (message.recalled_at) return { row: message, isNew: false };
      const { version } = await advanceVersion(queries, message.conversation_id);
      if (message.media_id) {
        await this.#files.release(queries, {
          mediaId: message.media_id,
          kind: 'message',
          holderId: message.id,
        });
      }
      const recalled = await markRecalled(
        queries,
        { conversationId: message.conversation_id, seq: message.seq },
        { by: callerId, at: new Date(), version },
      );
      return { row: recalled, isNew: true };
    });
    const sender = await this.#summaries.one(row.sender_id);
    if (isNew) {
      this.#bus.publish(roomTopic(row.conversation_id), {
        type: 'message.updated',
        message: messageView(row, sender, row.sender_id, this.#urls),
        change: 'recalled',
      });
    }
    return messageView(row, sender, callerId, this.#urls);
  }

  /**
   * Hides a message from the caller only. Hiding again changes and tells nothing.
   * @throws Failure `not_found` | `not_a_member`
   */
  async hide(callerId: UserId, messageId: MessageId): Promise<void> {
    const hidden = await this.#database.transaction().execute(async (queries) => {
      const message = await lockMessage(queries, messageId, callerId);
      const { conversation_id: conversationId, seq, id } = message;
      if (await isHidden(queries, { conversationId, seq }, callerId)) return null;
      const { version } = await advanceVersion(queries, conversationId);
      await insertHidden(queries, { conversationId, seq, id }, callerId, version);
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

/** Takes the lock of the message's conversation, then reads both anew. */
async function lockMessage(
  queries: Queries,
  messageId: MessageId,
  callerId: UserId,
): Promise<MessageRow> {
  const found = await findMessage(queries, messageId);
  if (!found) throw new Failure('not_found');
  await lockConversation(queries, found.conversation_id);
  if (!(await findMember(queries, found.conversation_id, callerId))) {
    throw new Failure('not_a_member');
  }
  const message = await findMessage(queries, messageId);
  if (!message) throw new Failure('not_found');
  return message;
}

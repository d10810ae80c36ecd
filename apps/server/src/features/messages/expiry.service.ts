import type { ConversationId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import { lockConversation } from '../conversations/conversations.queries.ts';
import { findDue, listStanding } from './expiry.queries.ts';
import type { MessagePresenter } from './message-presenter.ts';
import type { MessageRow } from './message-view.ts';
import type { MessageFiles } from './messages.service.ts';
import { emptyMessage } from './removal.service.ts';

/** Small enough that no conversation is locked for long. */
const batchSize = 100;

/** Takes messages from everybody when their time is over. */
export class ExpiryService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: MessageFiles;
  readonly #presenter: MessagePresenter;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: MessageFiles;
    presenter: MessagePresenter;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#presenter = dependencies.presenter;
  }

  /** Empties all that is due, and tells the members. What another process comes to first is passed by. */
  async sweep(): Promise<void> {
    for (;;) {
      const due = await findDue(this.#database, new Date(), batchSize);
      if (due.length === 0) return;
      for (const some of due) await this.#empty(some);
    }
  }

  async #empty(due: { conversationId: ConversationId; seqs: readonly number[] }): Promise<void> {
    const emptied = await this.#database.transaction().execute(async (queries) => {
      const rows: MessageRow[] = [];
      // Deleted in the meantime, with all that was in it.
      if (!(await lockConversation(queries, due.conversationId))) return rows;
      const standing = await listStanding(queries, due);
      // All files at once: their locks are then taken in one order.
      await this.#files.release(queries, ...standing.flatMap(holderOf));
      for (const message of standing) {
        const { conversation_id: conversationId, seq, id, expires_at: at } = message;
        const locked = {
          message: { ...message, media_id: null },
          place: { conversationId, seq, id },
        };
        rows.push(
          await emptyMessage(queries, this.#files, locked, { by: null, at: at ?? new Date() }),
        );
      }
      return rows;
    });
    for (const told of await this.#presenter.told(this.#database, emptied)) {
      const event = { type: 'message.updated', ...told, change: 'recalled' } as const;
      this.#bus.publish(roomTopic(due.conversationId), event);
    }
  }
}

function holderOf({ id: holderId, media_id: mediaId }: MessageRow) {
  return mediaId ? [{ mediaId, kind: 'message' as const, holderId }] : [];
}

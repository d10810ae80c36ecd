import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { advanceVersion, findMember, lockConversation } from './conversations.queries.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import { purgeJobName } from './deletion.job.ts';
import { deleteMembers, deleteWhole, markCleared, markDeleted } from './deletion.queries.ts';

/** What the end of a conversation needs of the files. */
export interface ConversationFiles {
  /** Lets go of all that the conversation and its messages hold, once the transaction has committed. */
  releaseConversation(queries: Queries, conversationId: ConversationId): Promise<void>;
}

/** Each row but those of the first members moved `version`, so it bounds them; more are left to the job. */
const maxRowsAtOnce = 10_000;

/** Deleting a group for everybody, and clearing a direct conversation for oneself. */
export class DeletionService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: ConversationFiles;

  constructor(dependencies: { database: Database; bus: DomainBus; files: ConversationFiles }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
  }

  /** @throws Failure `not_found` | `not_a_member` | `forbidden` (a group, and not its owner) */
  async delete(callerId: UserId, conversationId: ConversationId): Promise<void> {
    const announce = await this.#database.transaction().execute(async (queries) => {
      const conversation = await lockConversation(queries, conversationId);
      if (!conversation) throw new Failure('not_found');
      const mine = await findMember(queries, conversationId, callerId);
      if (!mine) throw new Failure('not_a_member');
      if (!conversation.is_group) return this.#clear(queries, conversation, mine);
      if (mine.role !== 'owner') throw new Failure('forbidden');
      const userIds = await deleteGroup(queries, this.#files, conversation);
      return () => this.#announceRemoved(conversationId, userIds);
    });
    announce();
  }

  #announceRemoved(conversationId: ConversationId, userIds: readonly UserId[]): void {
    for (const userId of userIds) {
      this.#bus.publish(userTopic(userId), {
        type: 'conversation.removed',
        userId,
        conversationId,
      });
    }
  }

  /**
   * What is there is hidden by one number, and no longer counts as unread. The other one is told nothing,
   * not even that it was read. @returns what tells the caller's sockets
   */
  async #clear(
    queries: Queries,
    { id: conversationId, last_seq: seq }: ConversationRow,
    mine: MemberRow,
  ): Promise<() => void> {
    if (mine.cleared_seq === seq) return () => {};
    const { version } = await advanceVersion(queries, conversationId);
    const { user_id: userId } = mine;
    const readCount = seq - mine.joined_seq - mine.sent_count;
    await markCleared(queries, { conversationId, userId, seq, readCount, version });
    return () =>
      this.#bus.publish(userTopic(userId), {
        type: 'conversation.cleared',
        userId,
        conversationId,
        seq,
        readCount,
        wasUnread: readCount > mine.read_count,
      });
  }
}

/**
 * Deletes a group: from the commit on nobody is in it and nobody finds it; a large one is removed by the job.
 * The caller holds its lock. @returns who was in it
 */
export async function deleteGroup(
  queries: Queries,
  files: ConversationFiles,
  { id, version }: Pick<ConversationRow, 'id' | 'version'>,
): Promise<UserId[]> {
  const userIds = await deleteMembers(queries, id);
  await files.releaseConversation(queries, id);
  if (version <= maxRowsAtOnce) {
    await deleteWhole(queries, id);
  } else {
    await markDeleted(queries, id);
    await addJob(queries, purgeJobName, {});
  }
  return userIds;
}

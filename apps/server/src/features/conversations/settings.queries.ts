import type { Inviters } from '@xom/contract/conversations';
import type { ConversationId, MediaId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import type { ConversationRow } from './conversations.tables.ts';

/** What can be changed of a conversation; what is not there stays. */
export interface ConversationChange {
  name?: string | undefined;
  photoMediaId?: MediaId | null | undefined;
  whoMayInvite?: Inviters | undefined;
  disappearAfterSeconds?: number | null | undefined;
}

/** Changes it, and moves its `version`; the caller holds the lock. */
export async function changeConversation(
  queries: Queries,
  conversationId: ConversationId,
  change: ConversationChange,
): Promise<ConversationRow> {
  return queries
    .updateTable('conversations')
    .where('id', '=', conversationId)
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(change.name !== undefined && { name: change.name }),
      ...(change.photoMediaId !== undefined && { photo_media_id: change.photoMediaId }),
      ...(change.whoMayInvite !== undefined && { who_may_invite: change.whoMayInvite }),
      ...(change.disappearAfterSeconds !== undefined && {
        disappear_after_seconds: change.disappearAfterSeconds,
      }),
    }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

import type { ConversationId, UserId } from '@xom/contract/fields';
import type { MemberRow } from './conversations.tables.ts';

/** A stretch of the members, the first to join first. */
export interface MemberStretch {
  after: { joinedAt: Date; userId: UserId } | null;
  limit: number;
}

/** Finds members by what they are called. */
export interface MemberSearch {
  membersFound(
    conversationId: ConversationId,
    asked: string,
    stretch: MemberStretch,
  ): Promise<MemberRow[]>;
}

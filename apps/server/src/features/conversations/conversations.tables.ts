import type { Inviters, MemberRole } from '@xom/contract/conversations';
import type { ConversationId, MediaId, MessageId, UserId } from '@xom/contract/fields';
import type { Generated, Selectable } from 'kysely';

/** Columns of migrations/0002_conversations.sql, 0005_conversation_settings.sql, 0007_delivery_positions.sql and 0008_settled_members.sql, but for the messages. */
export interface ConversationTables {
  conversations: {
    id: ConversationId;
    is_group: boolean;
    name: string | null;
    photo_media_id: MediaId | null;
    created_by: UserId | null;
    created_at: Generated<Date>;
    member_count: number;
    last_seq: Generated<number>;
    version: Generated<number>;
    last_message_at: Generated<Date>;
    who_may_invite: Generated<Inviters>;
    disappear_after_seconds: number | null;
    deleted_at: Date | null;
  };
  direct_conversations: {
    low_user_id: UserId;
    high_user_id: UserId;
    conversation_id: ConversationId;
  };
  conversation_members: {
    conversation_id: ConversationId;
    user_id: UserId;
    role: MemberRole;
    joined_at: Generated<Date>;
    joined_seq: number;
    sent_count: Generated<number>;
    read_count: Generated<number>;
    read_seq: number;
    is_muted: Generated<boolean>;
    is_pinned: Generated<boolean>;
    is_archived: Generated<boolean>;
    draft: string | null;
    cleared_seq: number | null;
    cleared_version: number | null;
    delivered_seq: Generated<number>;
    is_settled: Generated<boolean>;
    settled_at: Date | null;
    has_unread: Generated<boolean>;
    version: number;
  };
  conversation_departures: {
    conversation_id: ConversationId;
    user_id: UserId;
    version: number;
  };
  hidden_messages: {
    conversation_id: ConversationId;
    user_id: UserId;
    seq: number;
    message_id: MessageId;
    version: number;
  };
  read_receipts: {
    conversation_id: ConversationId;
    user_id: UserId;
    to_seq: number;
    from_seq: number;
    read_at: Date;
    version: number;
  };
}

export type ConversationRow = Selectable<ConversationTables['conversations']>;
export type MemberRow = Selectable<ConversationTables['conversation_members']>;

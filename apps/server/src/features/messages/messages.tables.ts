import type {
  ConversationId,
  MediaId,
  MessageId,
  ReactionId,
  StoryId,
  UserId,
} from '@xom/contract/fields';
import type { MessageType, Reaction } from '@xom/contract/message-shape';
import type { ColumnType } from 'kysely';

/** Columns of the messages in migrations/0002_conversations.sql, 0005_conversation_settings.sql, 0006_message_acts.sql and 0011_stories.sql. */
export interface MessageTables {
  messages: {
    conversation_id: ConversationId;
    seq: number;
    id: MessageId;
    sender_id: UserId;
    sender_ordinal: number;
    type: MessageType;
    content: string | null;
    media_id: MediaId | null;
    reply_to: MessageId | null;
    story_id: StoryId | null;
    forwarded_from: MessageId | null;
    forwarded_at: Date | null;
    client_id: string | null;
    original_content: string | null;
    edited_at: Date | null;
    recalled_at: Date | null;
    recalled_by: UserId | null;
    version: number;
    created_at: Date;
    updated_at: Date;
    expires_at: Date | null;
    /** Written as JSON text: an array of JavaScript would become one of PostgreSQL. */
    reactions: ColumnType<Reaction[] | null, string | null, string | null>;
    mentions: UserId[] | null;
  };
  message_reactions: {
    conversation_id: ConversationId;
    message_seq: number;
    user_id: UserId;
    emoji: string;
    id: ReactionId;
    created_at: Date;
  };
  message_mentions: {
    conversation_id: ConversationId;
    user_id: UserId;
    message_seq: number;
  };
}

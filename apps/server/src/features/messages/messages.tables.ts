import type { ConversationId, MediaId, MessageId, UserId } from '@xom/contract/fields';
import type { MessageType } from '@xom/contract/message-shape';

/** Columns of the messages in migrations/0002_conversations.sql. */
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
  };
}

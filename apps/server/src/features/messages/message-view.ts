import type { Person, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { Selectable } from 'kysely';
import type { MediaUrls } from '../media/media.urls.ts';
import type { MessageTables } from './messages.tables.ts';

export type MessageRow = Selectable<MessageTables['messages']>;

/** A stored message as `viewerId` sees it. */
export function messageView(
  row: MessageRow,
  sender: Person,
  viewerId: UserId,
  urls: MediaUrls,
): Message {
  const url = row.media_id ? urls.of(row.media_id) : null;
  const isMine = row.sender_id === viewerId;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    version: row.version,
    senderId: row.sender_id,
    sender,
    type: row.type,
    content: row.content,
    imageUrl: row.type === 'IMAGE' ? url : null,
    videoUrl: row.type === 'VIDEO' ? url : null,
    stickerUrl: row.type === 'STICKER' ? url : null,
    replyTo: row.reply_to,
    forwardedFrom: row.forwarded_from,
    forwardedAt: row.forwarded_at?.toISOString() ?? null,
    isRecalled: row.recalled_at !== null,
    recalledAt: row.recalled_at?.toISOString() ?? null,
    editedAt: row.edited_at?.toISOString() ?? null,
    originalContent: isMine ? row.original_content : null,
    reactions: [],
    clientId: isMine ? row.client_id : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The sender's view without what only the sender sees. */
export function forOthers(message: Message): Message {
  return { ...message, clientId: null, originalContent: null };
}

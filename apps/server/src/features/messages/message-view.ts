import type { MediaId, Person, UserId } from '@xom/contract/fields';
import type { Message, MessageQuote } from '@xom/contract/message-shape';
import type { Selectable } from 'kysely';
import { mediaView, type ShownMedia } from '../media/media-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { MessageTables } from './messages.tables.ts';

export type MessageRow = Selectable<MessageTables['messages']>;

/** A message as its sender sees it, and who may not see what it quotes. */
export interface ToldMessage {
  message: Message;
  /** Of the members, those who hid the message that this one answers. */
  quoteHiddenFrom: UserId[];
}

/** Whether nothing of it is shown any more: it was recalled, or is due, though the job has not come to it. */
export function isGone(row: Pick<MessageRow, 'recalled_at' | 'expires_at'>): boolean {
  return row.recalled_at !== null || (row.expires_at !== null && row.expires_at <= new Date());
}

/** A row as the job will leave it. */
function withoutDue(row: MessageRow): MessageRow {
  if (row.recalled_at || !isGone(row)) return row;
  return { ...row, ...nothing, recalled_at: row.expires_at };
}

const nothing = {
  content: null,
  media_id: null,
  original_content: null,
  reactions: null,
  mentions: null,
};

/** A row as the erasure of its sender will leave it. */
function withoutErased(row: MessageRow, sender: Person): MessageRow {
  if (row.recalled_at || !isErased(sender)) return row;
  return { ...row, ...nothing, client_id: null, recalled_at: row.updated_at };
}

/** Whether somebody is nobody any more. */
export function isErased({ username }: Person): boolean {
  return username === null;
}

/** A stored message as `viewerId` sees it. */
export function messageView(
  stored: MessageRow,
  seen: {
    sender: Person;
    reply: MessageQuote | null;
    viewerId: UserId;
    files: ReadonlyMap<MediaId, ShownMedia>;
  },
  urls: MediaUrls,
): Message {
  const row = withoutErased(withoutDue(stored), seen.sender);
  const url = row.media_id ? urls.of(row.media_id) : null;
  const file = row.media_id ? seen.files.get(row.media_id) : undefined;
  const isMine = row.sender_id === seen.viewerId;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    version: row.version,
    senderId: row.sender_id,
    sender: seen.sender,
    type: row.type,
    content: row.content,
    imageUrl: row.type === 'IMAGE' ? url : null,
    videoUrl: row.type === 'VIDEO' ? url : null,
    stickerUrl: row.type === 'STICKER' ? url : null,
    media: file ? mediaView(file, urls) : null,
    replyTo: row.reply_to,
    reply: seen.reply,
    storyId: row.story_id,
    forwardedFrom: row.forwarded_from,
    forwardedAt: row.forwarded_at?.toISOString() ?? null,
    isRecalled: row.recalled_at !== null,
    recalledAt: row.recalled_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    editedAt: row.edited_at?.toISOString() ?? null,
    originalContent: isMine ? row.original_content : null,
    reactions: row.reactions ?? [],
    mentions: row.mentions ?? [],
    clientId: isMine ? row.client_id : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** What a member gets to see of a message that was told. */
export function seenBy({ message, quoteHiddenFrom }: ToldMessage, userId: UserId): Message {
  const own = message.senderId === userId ? message : forOthers(message);
  return quoteHiddenFrom.includes(userId) ? withoutQuote(own) : own;
}

/** The sender's view without what only the sender sees. */
function forOthers(message: Message): Message {
  return { ...message, clientId: null, originalContent: null };
}

/** A view for somebody who hid the message that this one answers. */
function withoutQuote(message: Message): Message {
  return { ...message, reply: message.reply && { ...message.reply, content: null } };
}

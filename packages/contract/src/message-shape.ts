import { z } from 'zod';
import { ConversationId, MessageId, Person, Timestamp, Url, UserId } from './fields.ts';

export const MessageType = z.enum(['TEXT', 'IMAGE', 'VIDEO', 'STICKER']);
export type MessageType = z.output<typeof MessageType>;

const Reaction = z.strictObject({
  emoji: z.string(),
  count: z.int(),
  userIds: z.array(UserId).describe('The first 50.'),
});

/** A message as one member sees it. A recalled one keeps its place, without content or file. */
export const Message = z.strictObject({
  id: MessageId,
  conversationId: ConversationId,
  seq: z.int().describe('1, 2, 3 … in the conversation, without a hole.'),
  version: z.int().describe('Of the conversation, at the last change of this message.'),
  senderId: UserId,
  sender: Person,
  type: MessageType,
  content: z.string().nullable(),
  imageUrl: Url.nullable(),
  videoUrl: Url.nullable(),
  stickerUrl: Url.nullable(),
  replyTo: MessageId.nullable(),
  forwardedFrom: MessageId.nullable(),
  forwardedAt: Timestamp.nullable(),
  isRecalled: z.boolean(),
  recalledAt: Timestamp.nullable(),
  editedAt: Timestamp.nullable(),
  originalContent: z.string().nullable().describe('For the sender only.'),
  reactions: z.array(Reaction),
  clientId: z.string().nullable().describe('For the sender only.'),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Message = z.output<typeof Message>;

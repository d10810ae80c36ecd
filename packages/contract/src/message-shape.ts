import { z } from 'zod';
import { ConversationId, MessageId, Person, StoryId, Timestamp, Url, UserId } from './fields.ts';
import { Media } from './media.ts';

export const MessageType = z.enum(['TEXT', 'IMAGE', 'VIDEO', 'STICKER']);
export type MessageType = z.output<typeof MessageType>;

export const Reaction = z.strictObject({
  emoji: z.string(),
  count: z.int(),
  userIds: z.array(UserId).describe('The first 50.'),
});
export type Reaction = z.output<typeof Reaction>;

/** The message that another one answers, as short as it needs to be shown there. */
export const MessageQuote = z.strictObject({
  id: MessageId,
  senderId: UserId,
  sender: Person,
  type: MessageType,
  content: z
    .string()
    .nullable()
    .describe('Its first 200 characters. Null too where it was recalled, or I hid it.'),
  isRecalled: z.boolean(),
});
export type MessageQuote = z.output<typeof MessageQuote>;

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
  media: Media.nullable().describe(
    'The file of an image, a video or a sticker: how large it is shown.',
  ),
  replyTo: MessageId.nullable(),
  reply: MessageQuote.nullable().describe('What `replyTo` names, as it is now.'),
  storyId: StoryId.nullable().describe('The story that it answers, which may be over.'),
  forwardedFrom: MessageId.nullable(),
  forwardedAt: Timestamp.nullable(),
  isRecalled: z.boolean(),
  recalledAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable().describe('When it disappears for everybody, as if recalled.'),
  editedAt: Timestamp.nullable(),
  originalContent: z.string().nullable().describe('For the sender only.'),
  reactions: z.array(Reaction).describe('In the order in which the emoji came.'),
  mentions: z.array(UserId).describe('Other members whom the content names by `@username`.'),
  clientId: z.string().nullable().describe('For the sender only.'),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Message = z.output<typeof Message>;

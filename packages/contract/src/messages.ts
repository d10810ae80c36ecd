import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import {
  ClientId,
  ConversationId,
  MediaId,
  MessageId,
  Nothing,
  pageInput,
  pageOf,
  saying,
  Timestamp,
  Url,
  UserId,
} from './fields.ts';
import { Message, MessageType } from './message-shape.ts';

const messageId = { messageId: MessageId };

export const sendMessage = defineOperation({
  name: 'messages.send',
  summary: 'Send a message. Answers when it is stored for good.',
  rest: 'POST /conversations/:conversationId/messages',
  status: 201,
  access: 'unblockedMember',
  rate: 'message',
  input: z
    .object({
      conversationId: ConversationId,
      type: MessageType.default('TEXT'),
      content: saying(10_000).optional(),
      mediaId: MediaId.optional().describe('Of IMAGE and VIDEO: what POST /media answered.'),
      stickerUrl: Url.optional().describe('Of STICKER: a sticker of this server.'),
      replyTo: MessageId.optional(),
      clientId: ClientId.optional(),
    })
    .superRefine((input, context) => {
      const missing = missingField(input);
      if (missing)
        context.addIssue({ code: 'custom', path: [missing], message: `${input.type} needs it` });
    }),
  output: Message,
  errors: ['not_a_member', 'blocked', 'not_found', 'unsupported_media_type'],
});

function missingField(input: {
  type: MessageType;
  content?: string | undefined;
  mediaId?: string | undefined;
  stickerUrl?: string | undefined;
}): 'content' | 'mediaId' | 'stickerUrl' | null {
  if (input.type === 'TEXT') return input.content === undefined ? 'content' : null;
  if (input.type === 'STICKER') return input.stickerUrl === undefined ? 'stickerUrl' : null;
  return input.mediaId === undefined ? 'mediaId' : null;
}

export const listMessages = defineOperation({
  name: 'messages.list',
  summary: 'The messages of a conversation, newest first, without those that I hid.',
  rest: 'GET /conversations/:conversationId/messages',
  access: 'member',
  rate: 'read',
  input: z.object({
    conversationId: ConversationId,
    ...pageInput,
    beforeSeq: z
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Only those before this seq, instead of a cursor.'),
  }),
  output: pageOf(Message),
  errors: ['not_a_member', 'not_found'],
});

export const getMessage = defineOperation({
  name: 'messages.get',
  summary: 'One message, unless I hid it. By its seq the messages around it can be listed.',
  rest: 'GET /messages/:messageId',
  access: 'messageMember',
  rate: 'read',
  input: z.object(messageId),
  output: Message,
  errors: ['not_a_member', 'not_found'],
});

export const editMessage = defineOperation({
  name: 'messages.edit',
  summary:
    'Change the text of a message of mine, or the caption of its picture (null: none), while the server allows it: for 24 hours unless it says otherwise. What I forwarded stays as it is.',
  rest: 'PATCH /messages/:messageId',
  access: 'messageSender',
  rate: 'write',
  input: z.object({ ...messageId, content: saying(10_000).nullable() }),
  output: Message,
  errors: ['not_a_member', 'blocked', 'not_found', 'forbidden', 'conflict'],
});

export const recallMessage = defineOperation({
  name: 'messages.recall',
  summary:
    'Take a message back for everybody, its file too. A server may bound for how long a sender can.',
  rest: 'PUT /messages/:messageId/recall',
  access: 'messageSenderOrGroupAdmin',
  rate: 'write',
  input: z.object(messageId),
  output: Message,
  errors: ['not_a_member', 'not_found', 'forbidden', 'conflict'],
});

export const hideMessage = defineOperation({
  name: 'messages.hide',
  summary: 'Delete a message for me only.',
  rest: 'DELETE /messages/:messageId',
  access: 'messageMember',
  rate: 'write',
  input: z.object(messageId),
  output: Nothing,
  errors: ['not_a_member', 'not_found'],
});

export const forwardMessage = defineOperation({
  name: 'messages.forward',
  summary: 'Send a copy into another conversation of mine. A recalled message cannot be forwarded.',
  rest: 'POST /messages/:messageId/forward',
  status: 201,
  access: 'messageMember',
  rate: 'message',
  input: z.object({
    ...messageId,
    targetConversationId: ConversationId,
    clientId: ClientId.optional(),
  }),
  output: Message,
  errors: ['not_a_member', 'blocked', 'not_found', 'conflict'],
});

export const confirmAct = defineOperation({
  name: 'messages.confirm',
  summary: 'Whether I really sent, recalled, hid or forwarded this message.',
  access: 'messageMember',
  rate: 'read',
  input: z.object({
    ...messageId,
    act: z.enum(['sent', 'recalled', 'hidden', 'forwarded']),
    conversationId: ConversationId.optional(),
  }),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'forbidden', 'conflict'],
});

export const ReadBy = z.strictObject({ userId: UserId, readAt: Timestamp });

export const listReceipts = defineOperation({
  name: 'messages.readBy',
  summary: 'Who read these messages and when, the newest 50 of each.',
  rest: 'GET /conversations/:conversationId/receipts',
  access: 'member',
  rate: 'read',
  input: z.object({
    conversationId: ConversationId,
    messageIds: z.array(MessageId).min(1).max(100),
  }),
  output: z.strictObject({
    items: z.array(z.strictObject({ messageId: MessageId, readBy: z.array(ReadBy) })),
  }),
  errors: ['not_a_member', 'not_found'],
});

export const messageOperations = [
  sendMessage,
  listMessages,
  getMessage,
  editMessage,
  recallMessage,
  hideMessage,
  forwardMessage,
  confirmAct,
  listReceipts,
] as const;

export const messageCreated = defineEvent({
  name: 'message.created',
  summary: 'A message was sent or forwarded.',
  payload: Message,
});
export const messageUpdated = defineEvent({
  name: 'message.updated',
  summary:
    'A message was edited, recalled or reacted to. Those that answer it show it in `reply` as it is now.',
  payload: Message,
});
export const messageHidden = defineEvent({
  name: 'message.hidden',
  summary: 'I hid a message (own sockets): those that answer it show me nothing of it.',
  payload: z.strictObject({
    conversationId: ConversationId,
    messageId: MessageId,
    version: z.int(),
  }),
});

export const messageEvents = [messageCreated, messageUpdated, messageHidden] as const;

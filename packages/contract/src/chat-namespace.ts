import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import {
  ClientId,
  ConversationId,
  limit,
  MessageId,
  Nothing,
  text,
  Timestamp,
  Url,
  UserId,
} from './fields.ts';
import { Message, MessageType } from './message-shape.ts';
import { ReadBy } from './messages.ts';

/**
 * The dialect of seed 004: REST under `/chat`, and the Socket.IO namespace `/chat`. `groupId` is the
 * conversation, `profileId` the user. Its handlers only translate to the operations of `/v1`.
 */

const namespace = '/chat' as const;
const prefixes = ['', '/api/v1'];
const onSocket = (event: string) => ({ namespace, event });

export const MessageObject = z.strictObject({
  ...Message.shape,
  groupId: ConversationId,
  readBy: z.array(ReadBy).describe('The newest 50.'),
});
export type MessageObject = z.output<typeof MessageObject>;

const act = { access: 'person', rate: 'read' } as const;
const MessageAnswer = z.strictObject({
  messageId: MessageId,
  groupId: ConversationId,
  message: MessageObject,
});
const Page = {
  messages: z.array(MessageObject).describe('Oldest first.'),
  nextCursor: MessageId.nullable(),
  hasMore: z.boolean(),
};
const inGroup = { profileId: UserId, groupId: ConversationId };
const UnreadCounts = z.array(z.strictObject({ groupId: ConversationId, unreadCount: z.int() }));

export const chatSend = defineOperation({
  name: 'chat.send',
  summary: 'Send a message; multipart with `file` for IMAGE, VIDEO or STICKER.',
  rest: 'POST /chat/send',
  prefixes,
  file: 'optional',
  socket: null,
  access: 'person',
  rate: 'message',
  input: z.object({
    groupId: ConversationId,
    message: text(10_000).optional().describe('The text; of a STICKER without a file, its URL.'),
    type: MessageType.default('TEXT'),
    senderId: UserId.optional().describe('If given, the caller.'),
    replyTo: MessageId.optional(),
    clientId: ClientId.optional(),
  }),
  output: z.strictObject({ messageId: MessageId, groupId: ConversationId, senderId: UserId }),
  errors: [
    'forbidden',
    'not_a_member',
    'blocked',
    'not_found',
    'payload_too_large',
    'unsupported_media_type',
  ],
});

export const chatSticker = defineOperation({
  name: 'chat.sticker',
  summary: 'Upload a sticker.',
  rest: 'POST /chat/sticker',
  prefixes,
  file: 'required',
  socket: null,
  access: 'person',
  rate: 'upload',
  input: z.object({}),
  output: z.strictObject({ stickerUrl: Url }),
  errors: ['payload_too_large', 'unsupported_media_type'],
});

export const chatRecall = defineOperation({
  name: 'chat.recall',
  summary: 'Take a message back for everybody.',
  rest: 'PUT /chat/recall/:messageId',
  prefixes,
  socket: null,
  access: 'person',
  rate: 'write',
  input: z.object({ messageId: MessageId }),
  output: MessageAnswer,
  errors: ['forbidden', 'not_a_member', 'not_found', 'conflict'],
});

export const chatDelete = defineOperation({
  name: 'chat.delete',
  summary: 'Delete a message for me.',
  rest: 'DELETE /chat/delete/:messageId',
  prefixes,
  socket: null,
  access: 'person',
  rate: 'write',
  input: z.object({ messageId: MessageId }),
  output: z.strictObject({ success: z.literal(true), message: z.string() }),
  errors: ['not_a_member', 'not_found'],
});

export const chatForward = defineOperation({
  name: 'chat.forward',
  summary: 'Send a copy of a message into another conversation.',
  rest: 'POST /chat/forward',
  prefixes,
  socket: null,
  access: 'person',
  rate: 'message',
  input: z.object({
    messageId: MessageId,
    targetGroupId: ConversationId,
    clientId: ClientId.optional(),
  }),
  output: MessageAnswer,
  errors: ['not_a_member', 'blocked', 'not_found', 'conflict'],
});

export const chatRegister = defineOperation({
  name: 'chat:register',
  summary: 'Let this socket receive. `initialUnreadCounts` follows.',
  socket: onSocket('register'),
  ...act,
  input: z.object({ profileId: UserId }),
  output: Nothing,
  errors: ['forbidden'],
});

export const chatOpen = defineOperation({
  name: 'chat:open',
  summary: 'Open a conversation: who is active in it, and its last 10 messages.',
  socket: onSocket('open'),
  ...act,
  input: z.object(inGroup),
  output: z.strictObject({
    activeUsers: z.array(UserId),
    ...Page,
    lastMessages: z.array(MessageObject).describe('The same list as `messages`.'),
  }),
  errors: ['forbidden', 'not_a_member', 'blocked', 'not_found'],
});

export const chatLeave = defineOperation({
  name: 'chat:leave',
  summary: 'Close the view; membership stays.',
  socket: onSocket('leave'),
  ...act,
  input: z.object(inGroup),
  output: Nothing,
  errors: ['forbidden'],
});

export const chatLoadMessages = defineOperation({
  name: 'chat:loadMessages',
  summary: 'Older messages: those before `cursor`.',
  socket: onSocket('loadMessages'),
  ...act,
  input: z.object({ ...inGroup, cursor: MessageId.nullish(), limit: limit.default(10) }),
  output: z.strictObject(Page),
  errors: ['forbidden', 'not_a_member', 'not_found'],
});

export const chatMarkAsRead = defineOperation({
  name: 'chat:markAsRead',
  summary: 'Mark all messages of the group as read.',
  socket: onSocket('markAsRead'),
  access: 'person',
  rate: 'write',
  input: z.object(inGroup),
  output: z.strictObject({ count: z.int() }),
  errors: ['forbidden', 'not_a_member', 'blocked', 'not_found'],
});

export const chatGetUnreadCounts = defineOperation({
  name: 'chat:getUnreadCounts',
  summary: 'Unread counts of the groups that have any; `unreadCountUpdated` follows.',
  socket: onSocket('getUnreadCounts'),
  ...act,
  input: z.object({ profileId: UserId }),
  output: z.strictObject({ unreadCounts: UnreadCounts }),
  errors: ['forbidden'],
});

const followUpErrors = ['forbidden', 'not_a_member', 'not_found', 'conflict'] as const;

export const chatSent = defineOperation({
  name: 'chat:send',
  summary: 'Follow-up of POST /chat/send: acked when stored, delivers nothing again.',
  socket: onSocket('send'),
  ...act,
  input: z.object({ messageId: MessageId, groupId: ConversationId, senderId: UserId }),
  output: Nothing,
  errors: followUpErrors,
});

export const chatRecalled = defineOperation({
  name: 'chat:recall',
  summary: 'Follow-up of PUT /chat/recall.',
  socket: onSocket('recall'),
  ...act,
  input: z.object({ messageId: MessageId, groupId: ConversationId }),
  output: Nothing,
  errors: followUpErrors,
});

export const chatDeleted = defineOperation({
  name: 'chat:delete',
  summary: 'Follow-up of DELETE /chat/delete.',
  socket: onSocket('delete'),
  ...act,
  input: z.object({ messageId: MessageId, groupId: ConversationId.optional(), userId: UserId }),
  output: Nothing,
  errors: followUpErrors,
});

export const chatForwarded = defineOperation({
  name: 'chat:forward',
  summary: 'Follow-up of POST /chat/forward; `messageId` is the new message.',
  socket: onSocket('forward'),
  ...act,
  input: z.object({ messageId: MessageId, targetGroupId: ConversationId, senderId: UserId }),
  output: Nothing,
  errors: followUpErrors,
});

export const chatNamespaceOperations = [
  chatSend,
  chatSticker,
  chatRecall,
  chatDelete,
  chatForward,
  chatRegister,
  chatOpen,
  chatLeave,
  chatLoadMessages,
  chatMarkAsRead,
  chatGetUnreadCounts,
  chatSent,
  chatRecalled,
  chatDeleted,
  chatForwarded,
] as const;

export const initialUnreadCounts = defineEvent({
  namespace,
  name: 'initialUnreadCounts',
  summary: 'After `register`: the groups that hold something unread; sent even when empty.',
  payload: UnreadCounts,
});
export const userStatusUpdate = defineEvent({
  namespace,
  name: 'userStatusUpdate',
  summary: 'Somebody came, went, opened or closed a group.',
  payload: z.strictObject({
    profileId: UserId,
    isOnline: z.boolean(),
    isActive: z.boolean(),
    lastSeen: Timestamp.nullable(),
    groupId: ConversationId.optional(),
  }),
});
export const messagesRead = defineEvent({
  namespace,
  name: 'messagesRead',
  summary: 'Somebody read these messages.',
  payload: z.strictObject({
    profileId: UserId,
    groupId: ConversationId,
    messageIds: z.array(MessageId).describe('The newest 500 at most.'),
    upToMessageId: MessageId,
  }),
});
export const unreadCountUpdated = defineEvent({
  namespace,
  name: 'unreadCountUpdated',
  summary: 'My unread counts that changed.',
  payload: UnreadCounts,
});
export const newMessage = defineEvent({
  namespace,
  name: 'newMessage',
  summary: 'A message in a group that this socket has open.',
  payload: MessageObject,
});
export const newNotification = defineEvent({
  namespace,
  name: 'newNotification',
  summary: 'A message in a group that this socket does not have open.',
  payload: z.strictObject({
    type: z.literal('NEW_MESSAGE'),
    groupId: ConversationId,
    message: MessageObject,
  }),
});
export const messageRecalled = defineEvent({
  namespace,
  name: 'messageRecalled',
  summary: 'A message was taken back.',
  payload: z.strictObject({ messageId: MessageId, groupId: ConversationId }),
});
export const messageDeleted = defineEvent({
  namespace,
  name: 'messageDeleted',
  summary: 'I deleted a message for me (own sockets).',
  payload: z.strictObject({ messageId: MessageId, userId: UserId }),
});
export const socketError = defineEvent({
  namespace,
  name: 'socketError',
  summary: 'Follows every refused event.',
  payload: z.strictObject({ message: z.string(), error: z.string() }),
});
export const chatResync = defineEvent({
  namespace,
  name: 'resync',
  summary: 'Something may be missing: open the groups again.',
  payload: z.strictObject({}),
});

export const chatNamespaceEvents = [
  initialUnreadCounts,
  userStatusUpdate,
  messagesRead,
  unreadCountUpdated,
  newMessage,
  newNotification,
  messageRecalled,
  messageDeleted,
  socketError,
  chatResync,
] as const;

import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import {
  ConversationId,
  MediaId,
  MessageId,
  Nothing,
  pageInput,
  pageOf,
  Person,
  saying,
  Timestamp,
  Url,
  UserId,
} from './fields.ts';
import { Message } from './message-shape.ts';

export const MemberRole = z.enum(['owner', 'admin', 'member']);
export type MemberRole = z.output<typeof MemberRole>;

export const Member = z.strictObject({ user: Person, role: MemberRole, joinedAt: Timestamp });
export type Member = z.output<typeof Member>;

export const Inviters = z.enum(['members', 'admins']);
export type Inviters = z.output<typeof Inviters>;

/** What holds for everybody in a conversation. */
export const ConversationSettings = z.strictObject({
  whoMayInvite: Inviters.describe('Who may add people to the group.'),
  disappearAfterSeconds: z
    .int()
    .min(60)
    .max(31_536_000)
    .nullable()
    .describe('How long a message lives, from its sending on. Null: for good.'),
});
export type ConversationSettings = z.output<typeof ConversationSettings>;

/** A conversation as one member sees it. */
export const Conversation = z.strictObject({
  id: ConversationId,
  isGroup: z.boolean(),
  name: z.string().nullable(),
  photoUrl: Url.nullable(),
  createdBy: UserId.nullable(),
  createdAt: Timestamp,
  memberCount: z.int(),
  members: z.array(Member).describe('Direct: both. Groups: the first 20 to join.'),
  settings: ConversationSettings,
  lastMessage: Message.nullable(),
  lastSeq: z.int(),
  version: z.int(),
  unreadCount: z.int(),
  unreadMentionCount: z.int().describe('How many of what is unread name me.'),
  muted: z.boolean(),
  pinned: z.boolean(),
  archived: z.boolean(),
  draft: z.string().nullable(),
});
export type Conversation = z.output<typeof Conversation>;

const GroupName = saying(100).trim().min(1);
const conversationId = { conversationId: ConversationId };

export const createConversation = defineOperation({
  name: 'conversations.create',
  summary:
    'Start a group, or the direct conversation with one person; a second direct one answers with the first.',
  rest: 'POST /conversations',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object({
    isGroup: z.boolean(),
    name: GroupName.optional(),
    memberIds: z
      .array(UserId)
      .max(999)
      .describe('The others; the caller is always in. A direct conversation names exactly one.'),
  }),
  output: Conversation,
  errors: ['not_found', 'blocked'],
});

export const listConversations = defineOperation({
  name: 'conversations.list',
  summary: 'My conversations, the last active first.',
  rest: 'GET /conversations',
  access: 'person',
  rate: 'read',
  input: z.object({
    ...pageInput,
    archived: z.boolean().optional().describe('Only those that I archived, or only the others.'),
    pinned: z.boolean().optional().describe('Only those that I pinned, or only the others.'),
  }),
  output: pageOf(Conversation),
});

export const getConversation = defineOperation({
  name: 'conversations.get',
  summary: 'One conversation.',
  rest: 'GET /conversations/:conversationId',
  access: 'member',
  rate: 'read',
  input: z.object(conversationId),
  output: Conversation,
  errors: ['not_a_member', 'not_found'],
});

export const updateConversation = defineOperation({
  name: 'conversations.update',
  summary:
    'Name, picture and settings of a group. Of a direct conversation only when its messages disappear; either one may say so.',
  rest: 'PATCH /conversations/:conversationId',
  access: 'groupAdminOrDirectMember',
  rate: 'write',
  input: z.object({
    ...conversationId,
    name: GroupName.optional(),
    photoMediaId: MediaId.nullable().optional(),
    settings: z.object(ConversationSettings.shape).partial().optional(),
  }),
  output: Conversation,
  errors: ['not_a_member', 'not_found', 'forbidden', 'blocked', 'unsupported_media_type'],
});

export const deleteConversation = defineOperation({
  name: 'conversations.delete',
  summary:
    'Delete a group for everybody; only its owner. Clear a direct conversation for me: it comes back, empty, with the next message.',
  rest: 'DELETE /conversations/:conversationId',
  access: 'groupOwnerOrDirectMember',
  rate: 'write',
  input: z.object(conversationId),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'forbidden'],
});

export const openConversation = defineOperation({
  name: 'conversations.open',
  summary: 'Say that I look at a conversation on this socket. Answers who else does.',
  access: 'unblockedMember',
  rate: 'read',
  input: z.object(conversationId),
  output: z.strictObject({ activeUserIds: z.array(UserId) }),
  errors: ['not_a_member', 'not_found', 'blocked'],
});

export const closeConversation = defineOperation({
  name: 'conversations.close',
  summary: 'Say that I look away; membership stays.',
  access: 'person',
  rate: 'read',
  input: z.object(conversationId),
  output: Nothing,
});

export const markRead = defineOperation({
  name: 'conversations.markRead',
  summary: 'Mark everything as read, or all up to one message. Answers how many became read.',
  rest: 'POST /conversations/:conversationId/read',
  access: 'unblockedMember',
  rate: 'write',
  input: z.object({ ...conversationId, upToMessageId: MessageId.optional() }),
  output: z.strictObject({ count: z.int() }),
  errors: ['not_a_member', 'not_found', 'blocked'],
});

export const UnreadCount = z.strictObject({ conversationId: ConversationId, unreadCount: z.int() });

export const listUnread = defineOperation({
  name: 'conversations.unread',
  summary: 'The conversations that hold something unread, and how much.',
  rest: 'GET /unread',
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: z.strictObject({ items: z.array(UnreadCount) }),
});

export const conversationOperations = [
  createConversation,
  listConversations,
  getConversation,
  updateConversation,
  deleteConversation,
  openConversation,
  closeConversation,
  markRead,
  listUnread,
] as const;

const version = { version: z.int().describe('Of the conversation, after this change.') };

export const conversationCreated = defineEvent({
  name: 'conversation.created',
  summary: 'I am in a new conversation, or was added to one.',
  payload: Conversation,
});
export const conversationUpdated = defineEvent({
  name: 'conversation.updated',
  summary: 'Its name, picture or settings changed.',
  payload: z.strictObject({
    conversationId: ConversationId,
    name: z.string().nullable(),
    photoUrl: Url.nullable(),
    settings: ConversationSettings,
    ...version,
  }),
});
export const conversationRemoved = defineEvent({
  name: 'conversation.removed',
  summary:
    'It is mine no more: I left it, was removed, cleared it, or it was deleted. Forget all of it; one that I cleared comes back, by sync, with the next message.',
  payload: z.strictObject({ conversationId: ConversationId }),
});
export const readUpdated = defineEvent({
  name: 'read.updated',
  summary: 'Somebody read the messages from one seq to another.',
  payload: z.strictObject({
    conversationId: ConversationId,
    userId: UserId,
    fromSeq: z.int(),
    upToSeq: z.int(),
    readAt: Timestamp,
    ...version,
  }),
});
export const unreadUpdated = defineEvent({
  name: 'unread.updated',
  summary: 'My unread counts that changed: after the event that changed them.',
  payload: z.array(UnreadCount),
});
export const versionsEvent = defineEvent({
  name: 'versions',
  summary: 'Now and then: how far the conversations are. Behind? Call sync.',
  payload: z.array(z.strictObject({ conversationId: ConversationId, version: z.int() })),
});
export const resync = defineEvent({
  name: 'resync',
  summary: 'Something may be missing: call sync.',
  payload: z.strictObject({}),
});

export const conversationEvents = [
  conversationCreated,
  conversationUpdated,
  conversationRemoved,
  readUpdated,
  unreadUpdated,
  versionsEvent,
  resync,
] as const;

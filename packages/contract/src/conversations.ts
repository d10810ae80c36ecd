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
  text,
  Timestamp,
  Url,
  UserId,
} from './fields.ts';
import { Message } from './message-shape.ts';

export const MemberRole = z.enum(['owner', 'admin', 'member']);
export type MemberRole = z.output<typeof MemberRole>;

export const Member = z.strictObject({ user: Person, role: MemberRole, joinedAt: Timestamp });
export type Member = z.output<typeof Member>;

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
  lastMessage: Message.nullable(),
  lastSeq: z.int(),
  version: z.int(),
  unreadCount: z.int(),
  muted: z.boolean(),
  pinned: z.boolean(),
  archived: z.boolean(),
  draft: z.string().nullable(),
});
export type Conversation = z.output<typeof Conversation>;

const GroupName = text(100).trim().min(1);
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
  input: z.object(pageInput),
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
  summary: 'Name or picture of a group.',
  rest: 'PATCH /conversations/:conversationId',
  access: 'groupAdmin',
  rate: 'write',
  input: z.object({
    ...conversationId,
    name: GroupName.optional(),
    photoMediaId: MediaId.nullable().optional(),
  }),
  output: Conversation,
  errors: ['not_a_member', 'not_found', 'forbidden', 'unsupported_media_type'],
});

export const addMembers = defineOperation({
  name: 'conversations.addMembers',
  summary: 'Add people to a group. Who is in already stays as they are.',
  rest: 'POST /conversations/:conversationId/members',
  access: 'member',
  rate: 'write',
  input: z.object({ ...conversationId, userIds: z.array(UserId).min(1).max(100) }),
  output: Conversation,
  errors: ['not_a_member', 'not_found', 'forbidden', 'blocked'],
});

export const updateMember = defineOperation({
  name: 'conversations.updateMember',
  summary:
    'Make a member an admin or take it back; only the owner. Naming an owner hands the group over.',
  rest: 'PATCH /conversations/:conversationId/members/:userId',
  access: 'groupAdmin',
  rate: 'write',
  input: z.object({ ...conversationId, userId: UserId, role: MemberRole }),
  output: Conversation,
  errors: ['not_a_member', 'not_found', 'forbidden'],
});

export const removeMember = defineOperation({
  name: 'conversations.removeMember',
  summary: 'Remove somebody from a group: the owner anybody, an admin members.',
  rest: 'DELETE /conversations/:conversationId/members/:userId',
  access: 'groupAdmin',
  rate: 'write',
  input: z.object({ ...conversationId, userId: UserId }),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'forbidden'],
});

export const leaveConversation = defineOperation({
  name: 'conversations.leave',
  summary: 'Leave a group. When its owner leaves, the eldest admin or member takes over.',
  rest: 'POST /conversations/:conversationId/leave',
  access: 'member',
  rate: 'write',
  input: z.object(conversationId),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'forbidden'],
});

export const openConversation = defineOperation({
  name: 'conversations.open',
  summary: 'Say that I look at a conversation on this socket. Answers who else does.',
  access: 'member',
  rate: 'read',
  input: z.object(conversationId),
  output: z.strictObject({ activeUserIds: z.array(UserId) }),
  errors: ['not_a_member', 'not_found'],
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
  access: 'member',
  rate: 'write',
  input: z.object({ ...conversationId, upToMessageId: MessageId.optional() }),
  output: z.strictObject({ count: z.int() }),
  errors: ['not_a_member', 'not_found'],
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
  addMembers,
  updateMember,
  removeMember,
  leaveConversation,
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
  summary: 'Its name or picture changed.',
  payload: z.strictObject({
    conversationId: ConversationId,
    name: z.string().nullable(),
    photoUrl: Url.nullable(),
    ...version,
  }),
});
export const conversationRemoved = defineEvent({
  name: 'conversation.removed',
  summary: 'I left it or was removed; nothing more of it comes.',
  payload: z.strictObject({ conversationId: ConversationId }),
});
export const memberJoined = defineEvent({
  name: 'member.joined',
  summary: 'Somebody was added.',
  payload: z.strictObject({
    conversationId: ConversationId,
    ...Member.shape,
    memberCount: z.int(),
    ...version,
  }),
});
export const memberLeft = defineEvent({
  name: 'member.left',
  summary: 'Somebody left or was removed.',
  payload: z.strictObject({
    conversationId: ConversationId,
    userId: UserId,
    memberCount: z.int(),
    ...version,
  }),
});
export const memberUpdated = defineEvent({
  name: 'member.updated',
  summary: 'The role of a member changed.',
  payload: z.strictObject({
    conversationId: ConversationId,
    userId: UserId,
    role: MemberRole,
    ...version,
  }),
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
  summary: 'My unread counts that changed.',
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
  memberJoined,
  memberLeft,
  memberUpdated,
  readUpdated,
  unreadUpdated,
  versionsEvent,
  resync,
] as const;

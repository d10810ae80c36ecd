import { z } from 'zod';
import { Conversation, Member, MemberRole } from './conversations.ts';
import { defineEvent, defineOperation } from './define.ts';
import { ConversationId, Nothing, pageInput, pageOf, text, UserId } from './fields.ts';

const conversationId = { conversationId: ConversationId };

export const listMembers = defineOperation({
  name: 'conversations.members',
  summary: 'The members of a conversation, the first to join first.',
  rest: 'GET /conversations/:conversationId/members',
  access: 'member',
  rate: 'read',
  input: z.object({
    ...conversationId,
    ...pageInput,
    q: text(100)
      .optional()
      .describe(
        'Only those whose username and displayed name have all these words, as `search.find` finds words.',
      ),
  }),
  output: pageOf(Member),
  errors: ['not_a_member', 'not_found'],
});

export const addMembers = defineOperation({
  name: 'conversations.addMembers',
  summary:
    'Add people to a group. Who is in already stays as they are. The group may leave this to its admins.',
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
  summary:
    'Leave a group. When its owner leaves, the eldest admin or member takes over; with the last one it is deleted.',
  rest: 'POST /conversations/:conversationId/leave',
  access: 'member',
  rate: 'write',
  input: z.object(conversationId),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'forbidden'],
});

export const memberOperations = [
  listMembers,
  addMembers,
  updateMember,
  removeMember,
  leaveConversation,
] as const;

const version = { version: z.int().describe('Of the conversation, after this change.') };

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
export const memberEvents = [memberJoined, memberLeft, memberUpdated] as const;

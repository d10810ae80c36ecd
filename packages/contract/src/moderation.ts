import { z } from 'zod';
import { AccountState, Role } from './accounts.ts';
import { defineOperation } from './define.ts';
import { pageInput, pageOf, Person, text, Timestamp, UserId } from './fields.ts';

export const ModeratedUser = z.strictObject({
  id: UserId,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable().describe('Null for moderators; only admins see it.'),
  role: Role,
  state: AccountState,
  isDeactivated: z.boolean(),
  lastSeen: Timestamp.nullable(),
  createdAt: Timestamp,
});
export type ModeratedUser = z.output<typeof ModeratedUser>;

export const listUsers = defineOperation({
  name: 'admin.users',
  summary: 'Everybody, newest first.',
  rest: 'GET /admin/users',
  access: 'moderator',
  rate: 'read',
  input: z.object({
    ...pageInput,
    q: text(60).min(1).optional().describe('Start of the username.'),
    state: AccountState.optional(),
    role: Role.optional(),
  }),
  output: pageOf(ModeratedUser),
  errors: ['forbidden'],
});

export const updateUser = defineOperation({
  name: 'admin.updateUser',
  summary:
    'Change a role (admins) or a state (moderators for users, admins for all). Suspending ends open sockets at once.',
  rest: 'PATCH /admin/users/:userId',
  access: 'moderator',
  rate: 'write',
  input: z
    .object({ userId: UserId, role: Role.optional(), state: AccountState.optional() })
    .refine((input) => input.role !== undefined || input.state !== undefined, {
      path: ['state'],
      error: 'give a role or a state',
    }),
  output: ModeratedUser,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const AuditEntry = z.strictObject({
  id: z.uuid(),
  actor: Person.nullable().describe('Null: the command line of the server.'),
  act: z.enum(['role', 'state', 'erase', 'deletePost', 'deleteComment', 'deleteReply']),
  subject: Person.describe('Whose account it was done to, or who made what was deleted.'),
  from: z.string().describe('What it was before; of what was deleted its id.'),
  to: z.string(),
  createdAt: Timestamp,
});

export const listAudit = defineOperation({
  name: 'admin.audit',
  summary: 'Every act of moderation, newest first.',
  rest: 'GET /admin/audit',
  access: 'moderator',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(AuditEntry),
  errors: ['forbidden'],
});

export const getStats = defineOperation({
  name: 'admin.stats',
  summary: 'How much there is, and how many are here now.',
  rest: 'GET /admin/stats',
  access: 'moderator',
  rate: 'read',
  input: z.object({}),
  output: z.strictObject({
    users: z.int(),
    suspendedUsers: z.int(),
    conversations: z.int(),
    messages: z.int(),
    mediaFiles: z.int(),
    mediaBytes: z.int(),
    onlineUsers: z.int(),
    openSockets: z.int(),
  }),
  errors: ['forbidden'],
});

export const moderationOperations = [listUsers, updateUser, listAudit, getStats] as const;

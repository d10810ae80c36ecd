import { z } from 'zod';
import { defineOperation } from './define.ts';
import { Nothing, text, UserId } from './fields.ts';

export const eraseMe = defineOperation({
  name: 'users.erase',
  summary:
    'Delete my account with all that I made and did, for good. Username and e-mail are free again.',
  rest: 'DELETE /users/me',
  access: 'person',
  rate: 'login',
  input: z.object({ password: text(200).min(1) }),
  output: Nothing,
  errors: ['forbidden', 'conflict'],
});

export const eraseUser = defineOperation({
  name: 'admin.eraseUser',
  summary:
    'Delete an account with all that its person made and did, for good (moderators users, admins all).',
  rest: 'DELETE /admin/users/:userId',
  access: 'moderator',
  rate: 'write',
  input: z.object({ userId: UserId }),
  output: Nothing,
  errors: ['not_found', 'forbidden', 'conflict'],
});

export const erasureOperations = [eraseMe, eraseUser] as const;

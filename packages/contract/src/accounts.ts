import { z } from 'zod';
import { defineOperation } from './define.ts';
import {
  MediaId,
  Nothing,
  saying,
  SessionId,
  text,
  Timestamp,
  Url,
  UserId,
  WebLink,
} from './fields.ts';

export const Username = z
  .string()
  .min(3)
  .max(30)
  .toLowerCase()
  .regex(/^[a-z0-9._]+$/, 'takes a–z, 0–9, "." and "_"');
export const Email = z.email().max(254).toLowerCase();
export const Password = text(200).min(8);
const Phone = z.string().regex(/^\+?[0-9 ()-]{5,25}$/, 'takes 5 to 25 digits');
const DisplayName = saying(80).trim().min(1);
const GivenName = text(80).trim();
const Token = z.string().min(1).max(2000);

export const Role = z.enum(['user', 'moderator', 'admin']);
export type Role = z.output<typeof Role>;
export const AccountState = z.enum(['active', 'not_active', 'deleted']);
export type AccountState = z.output<typeof AccountState>;

const userFields = {
  id: UserId,
  username: z.string(),
  displayName: z.string(),
  name: z.string().nullable(),
  family: z.string().nullable(),
  photoUrl: Url.nullable(),
  biography: z.string().nullable(),
  links: z.array(z.string()),
  isPrivate: z.boolean(),
  followerCount: z.int().describe('Without people between whom and me there is a block.'),
  followingCount: z.int().describe('Without the same.'),
  postCount: z.int().describe('Of the posts that I may see.'),
  isFollowing: z.boolean(),
  isRequested: z.boolean().describe('I asked to follow them.'),
  isFollowedBy: z.boolean(),
  isFriend: z.boolean(),
  isMuted: z.boolean(),
  lastSeen: Timestamp.nullable().describe('Null also where they keep it from me.'),
};

/** What others see of a person. */
export const User = z.strictObject(userFields);
export type User = z.output<typeof User>;

/** Who sees when a person was last here, and whether they are here now. */
export const LastSeenVisibility = z
  .enum(['everyone', 'followers', 'friends', 'nobody'])
  .describe('Who keeps it from others still sees theirs.');
export type LastSeenVisibility = z.output<typeof LastSeenVisibility>;

/** Free-form settings of one's own clients: up to 50 plain values. */
const Settings = z
  .record(text(60).min(1), z.union([z.boolean(), z.number(), text(300), z.null()]))
  .refine((settings) => Object.keys(settings).length <= 50, 'takes at most 50 settings');

/** What a person sees of themselves. */
export const Me = z.strictObject({
  ...userFields,
  email: z.string(),
  emailVerifiedAt: Timestamp.nullable(),
  phone: z.string().nullable(),
  role: Role,
  privacy: z.strictObject({ lastSeen: LastSeenVisibility }),
  settings: Settings,
  createdAt: Timestamp,
});
export type Me = z.output<typeof Me>;

/** Tokens of a new or renewed session. With `cookies: true` the refresh token is only in its cookie. */
const Tokens = {
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresIn: z.int().describe('Seconds until the access token ends.'),
};
export const SignedIn = z.strictObject({ user: Me, ...Tokens });
export type SignedIn = z.output<typeof SignedIn>;
const Renewed = z.strictObject({
  user: Me.optional().describe('Who is signed in, where the cookie was read.'),
  ...Tokens,
});

const cookies = z
  .boolean()
  .default(false)
  .describe('Keep the refresh token in an HttpOnly cookie; needs the header X-Xom-Client.');

export const register = defineOperation({
  name: 'auth.register',
  summary: 'Make an account and sign in.',
  rest: 'POST /auth/register',
  status: 201,
  socket: null,
  access: 'anyone',
  rate: 'login',
  input: z.object({
    username: Username,
    password: Password,
    email: Email,
    displayName: DisplayName.optional(),
    name: GivenName.optional(),
    family: GivenName.optional(),
    phone: Phone.optional(),
    cookies,
  }),
  output: SignedIn,
  errors: ['conflict', 'forbidden'],
});

export const login = defineOperation({
  name: 'auth.login',
  summary: 'Sign in by username or e-mail. Restores a deactivated account.',
  rest: 'POST /auth/login',
  socket: null,
  access: 'anyone',
  rate: 'login',
  input: z
    .object({
      username: text(254).min(1).optional(),
      email: text(254).min(1).optional(),
      password: text(200).min(1),
      cookies,
    })
    .refine((input) => (input.username ?? input.email) !== undefined, {
      path: ['username'],
      error: 'give a username or an email',
    }),
  output: SignedIn,
  errors: ['unauthenticated', 'forbidden', 'account_suspended'],
});

export const refresh = defineOperation({
  name: 'auth.refresh',
  summary: 'Trade the refresh token for new tokens. A used one again ends its session.',
  rest: 'POST /auth/refresh',
  socket: null,
  access: 'anyone',
  rate: 'login',
  input: z.object({ refreshToken: Token.optional().describe('Absent: the cookie is read.') }),
  output: Renewed,
  errors: ['unauthenticated', 'forbidden', 'account_suspended'],
});

export const logout = defineOperation({
  name: 'auth.logout',
  summary: 'End this session and its sockets.',
  rest: 'POST /auth/logout',
  access: 'person',
  rate: 'write',
  input: z.object({}),
  output: Nothing,
});

export const Session = z.strictObject({
  id: SessionId,
  isCurrent: z.boolean(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
});

export const listSessions = defineOperation({
  name: 'auth.sessions',
  summary: 'Where I am signed in.',
  rest: 'GET /auth/sessions',
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: z.strictObject({ items: z.array(Session) }),
});

export const endSession = defineOperation({
  name: 'auth.endSession',
  summary: 'End one of my sessions and its sockets.',
  rest: 'DELETE /auth/sessions/:sessionId',
  access: 'person',
  rate: 'write',
  input: z.object({ sessionId: SessionId }),
  output: Nothing,
  errors: ['not_found'],
});

export const changePassword = defineOperation({
  name: 'auth.changePassword',
  summary: 'Change my password; my other sessions end.',
  rest: 'POST /auth/password',
  access: 'person',
  rate: 'login',
  input: z.object({ current: text(200).min(1), next: Password }),
  output: Nothing,
  errors: ['forbidden'],
});

export const forgotPassword = defineOperation({
  name: 'auth.forgotPassword',
  summary: 'Ask for a mail with a reset token. The answer is the same whether the e-mail is known.',
  rest: 'POST /auth/password/forgot',
  socket: null,
  access: 'anyone',
  rate: 'mail',
  input: z.object({ email: Email }),
  output: Nothing,
});

export const resetPassword = defineOperation({
  name: 'auth.resetPassword',
  summary: 'Set a new password with the token of the mail; all sessions end.',
  rest: 'POST /auth/password/reset',
  socket: null,
  access: 'anyone',
  rate: 'login',
  input: z.object({ token: Token, password: Password }),
  output: Nothing,
  errors: ['unauthenticated'],
});

export const verifyEmail = defineOperation({
  name: 'auth.verifyEmail',
  summary: 'Confirm my e-mail with the token of the mail.',
  rest: 'POST /auth/email/verify',
  socket: null,
  access: 'anyone',
  rate: 'login',
  input: z.object({ token: Token }),
  output: Nothing,
  errors: ['unauthenticated'],
});

export const getMe = defineOperation({
  name: 'users.me',
  summary: 'My own profile.',
  rest: 'GET /users/me',
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: Me,
});

export const updateMe = defineOperation({
  name: 'users.updateMe',
  summary: 'Change my profile and settings. What is absent stays; null empties.',
  rest: 'PATCH /users/me',
  access: 'person',
  rate: 'write',
  input: z.object({
    displayName: DisplayName.optional(),
    name: GivenName.nullable().optional(),
    family: GivenName.nullable().optional(),
    biography: text(500).nullable().optional(),
    photoMediaId: MediaId.nullable().optional(),
    links: z.array(WebLink).max(5).optional(),
    isPrivate: z
      .boolean()
      .optional()
      .describe(
        'A private account answers each request to follow it; made public, it accepts all.',
      ),
    privacy: z.object({ lastSeen: LastSeenVisibility.optional() }).optional(),
    settings: Settings.optional(),
  }),
  output: Me,
  errors: ['not_found', 'unsupported_media_type'],
});

export const deactivate = defineOperation({
  name: 'users.deactivate',
  summary: 'Hide me and sign me out everywhere. Signing in again restores all.',
  rest: 'POST /users/me/deactivate',
  access: 'person',
  rate: 'write',
  input: z.object({}),
  output: Nothing,
});

export const getUser = defineOperation({
  name: 'users.get',
  summary: 'A person, by id or username.',
  rest: 'GET /users/:idOrUsername',
  access: 'person',
  rate: 'read',
  input: z.object({ idOrUsername: text(60).min(1) }),
  output: User,
  errors: ['not_found'],
});

export const listLastSeen = defineOperation({
  name: 'users.lastSeen',
  summary:
    'Whether people are here, and when they were last; of somebody who is here, now. Whose profile I may not see is left out.',
  rest: 'POST /users/last-seen',
  access: 'person',
  rate: 'read',
  input: z.object({ userIds: z.array(UserId).max(100) }),
  output: z.strictObject({
    items: z.array(
      z.strictObject({
        userId: UserId,
        isOnline: z.boolean().describe('False also where they keep it from me.'),
        lastSeen: Timestamp.nullable().describe(
          'Null: not since they registered, or kept from me.',
        ),
      }),
    ),
  }),
});

export const accountOperations = [
  register,
  login,
  refresh,
  logout,
  listSessions,
  endSession,
  changePassword,
  forgotPassword,
  resetPassword,
  verifyEmail,
  getMe,
  updateMe,
  deactivate,
  getUser,
  listLastSeen,
] as const;

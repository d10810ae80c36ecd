import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { limit, Nothing, pageInput, pageOf, Person, Timestamp, UserId } from './fields.ts';

const userId = { userId: UserId };

const FollowState = z
  .enum(['requested', 'accepted'])
  .describe('`requested`: their account is private, and they have not answered yet.');

/** That I follow somebody, or asked to. */
export const Follow = z.strictObject({
  user: Person,
  state: FollowState,
  since: Timestamp.describe('Since when it has this state.'),
});
export type Follow = z.output<typeof Follow>;

export const Follower = z.strictObject({ user: Person, since: Timestamp });
export type Follower = z.output<typeof Follower>;

/** Somebody in a list of who follows whom, and what I am to them. */
export const ListedFollow = z.strictObject({
  user: Person,
  since: Timestamp.describe(
    'Since when one follows the other; of mutuals, since when I follow them.',
  ),
  isFollowing: z.boolean().describe('I follow them.'),
  isRequested: z.boolean().describe('I asked to follow them.'),
});
export type ListedFollow = z.output<typeof ListedFollow>;

/** `user` is the other one, whoever asked. */
export const FollowRequest = z.strictObject({
  user: Person,
  state: z.enum(['received', 'sent']),
  createdAt: Timestamp,
});
export type FollowRequest = z.output<typeof FollowRequest>;

export const Suggestion = z.strictObject({
  user: Person,
  mutualCount: z
    .int()
    .describe('How many of those whom I follow, and who were looked at, follow them.'),
  mutuals: z.array(Person).describe('Up to three of these.'),
});
export type Suggestion = z.output<typeof Suggestion>;

/** All that is between me and somebody, of follows. */
export const FollowTie = z.strictObject({
  user: Person,
  isFollowing: z.boolean().describe('I follow them.'),
  isRequested: z.boolean().describe('I asked to follow them.'),
  isFollowedBy: z.boolean().describe('They follow me.'),
  isRequestedBy: z.boolean().describe('They asked to follow me.'),
});
export type FollowTie = z.output<typeof FollowTie>;

export const followPerson = defineOperation({
  name: 'users.follow',
  summary:
    'Follow a person, or ask to follow a private account. Again changes nothing. One may follow 7,500 people, requests included.',
  rest: 'PUT /users/:userId/follow',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Follow,
  errors: ['not_found', 'conflict'],
});

export const unfollowPerson = defineOperation({
  name: 'users.unfollow',
  summary: 'Follow a person no longer, or take back a request to.',
  rest: 'DELETE /users/:userId/follow',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const removeFollower = defineOperation({
  name: 'users.removeFollower',
  summary: 'Let a person follow me no longer. They may follow me again; a block keeps them away.',
  rest: 'DELETE /users/:userId/follower',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const listFollowRequests = defineOperation({
  name: 'users.followRequests',
  summary:
    'Who asks to follow me, or whom I asked; newest first. A private account that becomes public accepts all who wait.',
  rest: 'GET /users/me/follow-requests',
  access: 'person',
  rate: 'read',
  input: z.object({ ...pageInput, state: z.enum(['received', 'sent']).default('received') }),
  output: pageOf(FollowRequest),
});

export const acceptFollow = defineOperation({
  name: 'users.acceptFollow',
  summary: 'Let a person follow me who asked to. Again changes nothing.',
  rest: 'POST /users/:userId/follow-requests/accept',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Follower,
  errors: ['not_found'],
});

export const declineFollow = defineOperation({
  name: 'users.declineFollow',
  summary: 'Decline that a person follows me. They are told that they no longer wait.',
  rest: 'POST /users/:userId/follow-requests/decline',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

const whoMaySee =
  "A private account's list is for its followers and itself, to others it is `not_found`. Whom I may not see is left out.";

const listed = { access: 'person', rate: 'read', output: pageOf(ListedFollow) } as const;

export const listFollowers = defineOperation({
  name: 'users.followers',
  summary: `Who follows a person, newest first. ${whoMaySee}`,
  rest: 'GET /users/:userId/followers',
  ...listed,
  input: z.object({ ...pageInput, ...userId }),
  errors: ['not_found'],
});

export const listFollowings = defineOperation({
  name: 'users.followings',
  summary: `Whom a person follows, newest first. ${whoMaySee}`,
  rest: 'GET /users/:userId/followings',
  ...listed,
  input: z.object({ ...pageInput, ...userId }),
  errors: ['not_found'],
});

export const listMutuals = defineOperation({
  name: 'users.mutuals',
  summary: `Who of those I follow follows a person; whom I followed last comes first. ${whoMaySee}`,
  rest: 'GET /users/:userId/mutuals',
  ...listed,
  input: z.object({ ...pageInput, ...userId }),
  errors: ['not_found'],
});

export const listSuggestions = defineOperation({
  name: 'users.suggestions',
  summary:
    'Whom I might follow: people whom most of those I follow do. The newest 200 followings of each of the newest 500 whom I follow are looked at.',
  rest: 'GET /users/me/suggestions',
  access: 'person',
  rate: 'read',
  input: z.object({ limit: limit.default(20) }),
  output: z.strictObject({ items: z.array(Suggestion) }),
});

export const followOperations = [
  followPerson,
  unfollowPerson,
  removeFollower,
  listFollowRequests,
  acceptFollow,
  declineFollow,
  listFollowers,
  listFollowings,
  listMutuals,
  listSuggestions,
] as const;

export const followUpdated = defineEvent({
  name: 'follow.updated',
  summary:
    'I follow a person or they me, one asked to, or that is over. Both are told, each from their side; the lists of others change without a word.',
  payload: FollowTie,
});

export const followEvents = [followUpdated] as const;

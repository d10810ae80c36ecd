import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { Nothing, pageInput, pageOf, Person, Timestamp, UserId } from './fields.ts';

const userId = { userId: UserId };

export const Friend = z.strictObject({ user: Person, since: Timestamp });
export type Friend = z.output<typeof Friend>;

/** `user` is the other one, whoever asked. */
export const FriendRequest = z.strictObject({
  user: Person,
  state: z
    .enum(['sent', 'received', 'accepted'])
    .describe('`sent`: I asked; `received`: they asked; `accepted`: we are friends.'),
  createdAt: Timestamp,
});
export type FriendRequest = z.output<typeof FriendRequest>;

export const BlockedPerson = z.strictObject({ user: Person, blockedAt: Timestamp });
export type BlockedPerson = z.output<typeof BlockedPerson>;

export const requestFriend = defineOperation({
  name: 'friends.request',
  summary:
    'Ask somebody to be friends. Asking again changes nothing; whom I ask back, I accept. One may have 1,000 open requests sent and 5,000 friends.',
  rest: 'POST /friends/requests',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: FriendRequest,
  errors: ['not_found', 'conflict'],
});

export const listFriendRequests = defineOperation({
  name: 'friends.requests',
  summary: 'Who asks to be friends with me, or whom I asked; newest first.',
  rest: 'GET /friends/requests',
  access: 'person',
  rate: 'read',
  input: z.object({ ...pageInput, state: z.enum(['received', 'sent']).default('received') }),
  output: pageOf(FriendRequest),
});

export const acceptFriend = defineOperation({
  name: 'friends.accept',
  summary: 'Accept the request of a person.',
  rest: 'POST /friends/requests/:userId/accept',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Friend,
  errors: ['not_found', 'conflict'],
});

export const declineFriend = defineOperation({
  name: 'friends.decline',
  summary: 'Decline the request of a person.',
  rest: 'POST /friends/requests/:userId/decline',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const listFriends = defineOperation({
  name: 'friends.list',
  summary: 'My friends, the newest first.',
  rest: 'GET /friends',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(Friend),
});

export const removeFriend = defineOperation({
  name: 'friends.remove',
  summary: 'End a friendship, or take back a request that I sent.',
  rest: 'DELETE /friends/:userId',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const blockPerson = defineOperation({
  name: 'users.block',
  summary:
    'Block a person: friendship, follows and requests end, and neither sees the profile or presence of the other or writes to them directly. They are not told. In groups that both are in, messages and typing stay. One may block 10,000.',
  rest: 'PUT /users/:userId/block',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: BlockedPerson,
  errors: ['not_found', 'conflict'],
});

export const unblockPerson = defineOperation({
  name: 'users.unblock',
  summary: 'Take a block back. What it ended does not come back.',
  rest: 'DELETE /users/:userId/block',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const listBlocks = defineOperation({
  name: 'users.blocks',
  summary: 'Whom I blocked, newest first.',
  rest: 'GET /users/me/blocks',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(BlockedPerson),
});

export const peopleOperations = [
  requestFriend,
  listFriendRequests,
  acceptFriend,
  declineFriend,
  listFriends,
  removeFriend,
  blockPerson,
  unblockPerson,
  listBlocks,
] as const;

export const friendRequested = defineEvent({
  name: 'friend.requested',
  summary: 'Somebody asks to be friends with me (`received`), or I asked them (`sent`).',
  payload: FriendRequest,
});
export const friendAccepted = defineEvent({
  name: 'friend.accepted',
  summary: 'We are friends from now on.',
  payload: Friend,
});
export const friendRemoved = defineEvent({
  name: 'friend.removed',
  summary: 'A friendship or a request between us is over, whoever ended it.',
  payload: z.strictObject(userId),
});
export const personBlocked = defineEvent({
  name: 'person.blocked',
  summary: 'I blocked a person (own sockets).',
  payload: BlockedPerson,
});
export const personUnblocked = defineEvent({
  name: 'person.unblocked',
  summary: 'I took a block back (own sockets).',
  payload: z.strictObject(userId),
});

export const peopleEvents = [
  friendRequested,
  friendAccepted,
  friendRemoved,
  personBlocked,
  personUnblocked,
] as const;

import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { ClientId, MessageId, text, Timestamp, Url, UserId } from './fields.ts';

/**
 * The dialect of seeds 001 and 002: the Socket.IO namespace `/`, direct messages and people by the person. Its
 * handlers only translate to the operations of `/v1`. Most of its events take something else than one object,
 * and are acked with what they emit.
 */

const namespace = '/' as const;

/** What a message carries. Of a video the address; a sticker is an image. */
const Context = z.strictObject({
  text: z.string().optional().describe('The text, or the caption of a file.'),
  image: Url.optional().describe('The address of a picture or a sticker.'),
  video: Url.optional().describe('The address of a video.'),
});

/** A direct message as this dialect shows it. */
export const DirectMessage = z.strictObject({
  _id: MessageId,
  from: UserId,
  to: UserId,
  reply_to: MessageId.nullable(),
  context: Context,
  sent_at: Timestamp,
});
export type DirectMessage = z.output<typeof DirectMessage>;

const ProfileOfUser = z.strictObject({
  user_id: UserId,
  name: z.string().nullable(),
  family: z.string().nullable(),
  username: z.string(),
  photo: Url.nullable(),
  biography: z.string().nullable(),
  last_seen: Timestamp.nullable(),
});

const LastSeenOfUsers = z.array(z.strictObject({ userId: UserId, lastSeen: Timestamp.nullable() }));

const FollowingList = z.strictObject({
  userId: UserId,
  following: z.array(
    z.strictObject({
      id: UserId,
      username: z.string().nullable(),
      photo: Url.nullable(),
      added_at: Timestamp,
    }),
  ),
});

export const allUnreadMsgFromServer = defineEvent({
  namespace,
  name: 'allUnreadMsgFromServer',
  summary:
    'Once after connecting, even when empty: the newest 500 direct messages that I have not read, oldest first.',
  payload: z.array(DirectMessage),
});
export const singleUnreadMsgFromServer = defineEvent({
  namespace,
  name: 'singleUnreadMsgFromServer',
  summary: 'Somebody sent me a direct message, by whatever door. My own I am not told of.',
  payload: DirectMessage,
});
export const sendUserProfileFromServer = defineEvent({
  namespace,
  name: 'sendUserProfileFromServer',
  summary: 'Answers `receiveUserProfile`.',
  payload: ProfileOfUser,
});
export const sendLastSeenFromServer = defineEvent({
  namespace,
  name: 'sendLastSeenFromServer',
  summary: 'Answers `requestLastSeen`.',
  payload: LastSeenOfUsers,
});

export const sendFollowingListFromServer = defineEvent({
  namespace,
  name: 'SendFollowingListFromServer',
  summary: 'Answers `getFollowingListRequest`.',
  payload: FollowingList,
});

export const socialNamespaceEvents = [
  allUnreadMsgFromServer,
  singleUnreadMsgFromServer,
  sendUserProfileFromServer,
  sendLastSeenFromServer,
  sendFollowingListFromServer,
] as const;

export const socialNewMessage = defineOperation({
  name: 'social:newMessageFromClient',
  summary:
    'Send a direct message to a person; the conversation is made when there is none. A picture with a text is one message.',
  socket: { namespace, event: 'newMessageFromClient' },
  access: 'person',
  rate: 'message',
  input: z.object({
    to: UserId,
    reply_to: MessageId.nullish().describe('A message of the conversation with that person.'),
    context: z.object({
      text: text(10_000).nullish(),
      image: z
        .string()
        .nullish()
        .describe('A picture: its address on this server, or a base64 data URL of up to 4 MB.'),
    }),
    clientId: ClientId.optional(),
  }),
  output: z.strictObject({ message: DirectMessage }),
  errors: ['not_found', 'blocked', 'payload_too_large', 'unsupported_media_type'],
});

export const socialReadMessages = defineOperation({
  name: 'social:readMessagesFromClient',
  summary: 'Mark everything that a person sent me directly as read. Answers how many became read.',
  socket: { namespace, event: 'readMessagesFromClient' },
  access: 'person',
  rate: 'write',
  input: z.object({ from: UserId }),
  output: z.strictObject({ count: z.int() }),
  errors: ['not_found', 'blocked'],
});

export const socialReceiveUserProfile = defineOperation({
  name: 'social:receiveUserProfile',
  summary: 'The profile of a person.',
  socket: {
    namespace,
    event: 'receiveUserProfile',
    arguments: ['userId'],
    ack: 'bare',
    emits: sendUserProfileFromServer,
  },
  access: 'person',
  rate: 'read',
  input: z.object({ userId: UserId }),
  output: ProfileOfUser,
  errors: ['not_found'],
});

export const socialRequestLastSeen = defineOperation({
  name: 'social:requestLastSeen',
  summary: 'When these people were last here. Whom I may not see is left out.',
  socket: {
    namespace,
    event: 'requestLastSeen',
    arguments: ['userIds'],
    ack: 'bare',
    emits: sendLastSeenFromServer,
  },
  access: 'person',
  rate: 'read',
  input: z.object({ userIds: z.array(UserId).max(100) }),
  output: LastSeenOfUsers,
});

export const socialGetBlockList = defineOperation({
  name: 'social:getBlockListRequest',
  summary: 'Whom I blocked, the newest 1,000, newest first.',
  socket: { namespace, event: 'getBlockListRequest', arguments: [], ack: 'bare' },
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: z.array(
    z.strictObject({
      id: UserId,
      username: z.string().nullable(),
      photo: Url.nullable(),
      blocked_at: Timestamp,
    }),
  ),
});

export const socialGetFollowingList = defineOperation({
  name: 'social:getFollowingListRequest',
  summary: 'Whom a person follows, the newest 1,000, newest first.',
  socket: {
    namespace,
    event: 'getFollowingListRequest',
    arguments: ['userId'],
    ack: 'bare',
    emits: sendFollowingListFromServer,
  },
  access: 'person',
  rate: 'read',
  input: z.object({ userId: UserId }),
  output: FollowingList,
  errors: ['not_found'],
});

export const socialNamespaceOperations = [
  socialNewMessage,
  socialReadMessages,
  socialReceiveUserProfile,
  socialRequestLastSeen,
  socialGetBlockList,
  socialGetFollowingList,
] as const;

import { z } from 'zod';
import { Emoji } from './emoji.ts';
import {
  ClientId,
  ConversationId,
  MessageId,
  ReactionId,
  saying,
  Timestamp,
  Url,
  UserId,
} from './fields.ts';

/**
 * The dialect of seed 003: a raw WebSocket at `/ws/:roomId/:userId`. Frames are JSON objects
 * `{"type", "data"}`; a room is a conversation.
 */

/** What a client may send, by type. */
export const incomingFrames = {
  send_message: z
    .object({
      content: saying(10_000).optional(),
      file_url: Url.optional().describe('A file of this server.'),
      client_id: ClientId.optional(),
    })
    .refine(({ content, file_url }) => (content ?? file_url) !== undefined, {
      path: ['content'],
      error: 'give a content or a file_url',
    }),
  reaction: z.object({
    message_id: MessageId,
    emoji: Emoji,
    remove: z.boolean().default(false),
  }),
  typing: z.object({}),
} as const;

/** What the server sends, by type. */
export const outgoingFrames = {
  /** To all in the room, the sender too. */
  new_message: z.strictObject({
    message_id: MessageId,
    room_id: ConversationId,
    user_id: UserId,
    content: z.string().nullable(),
    file_url: Url.nullable(),
    created_at: Timestamp,
  }),
  reaction: z.strictObject({
    reaction_id: ReactionId,
    message_id: MessageId,
    user_id: UserId,
    emoji: z.string(),
    created_at: Timestamp,
    removed: z.literal(true).optional(),
  }),
  /** To the others. */
  typing: z.strictObject({ user_id: UserId }),
  /** To the sender of `send_message`: it is stored for good. */
  ack: z.strictObject({ client_id: z.string().nullable(), message_id: MessageId }),
  error: z.strictObject({ code: z.string(), message: z.string() }),
} as const;

export type OutgoingType = keyof typeof outgoingFrames;
export type OutgoingData<Type extends OutgoingType> = z.output<(typeof outgoingFrames)[Type]>;

/** Why the server closes such a socket. */
export const closeCodes = {
  /** The server stops: come back. */
  restart: 1012,
  tooManyFrames: 1008,
  internal: 1011,
  /** A bad token, or a session that is over. */
  unauthenticated: 4401,
  /** Another's userId, or a room that one is not, or no longer, in. */
  forbidden: 4403,
} as const;

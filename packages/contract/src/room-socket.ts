import { z } from 'zod';
import { Emoji } from './emoji.ts';
import { errorCodes } from './errors.ts';
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
    })
    .describe('Say something, or send a file of this server: answered by `ack`.'),
  reaction: z
    .object({
      message_id: MessageId,
      emoji: Emoji,
      remove: z.boolean().default(false).describe('Take it back.'),
    })
    .describe('React to a message: with each emoji once.'),
  typing: z.object({}).describe('Say that I am typing; nothing is stored.'),
} as const;

/** What the server sends, by type. */
export const outgoingFrames = {
  new_message: z
    .strictObject({
      message_id: MessageId,
      room_id: ConversationId,
      user_id: UserId,
      content: z.string().nullable(),
      file_url: Url.nullable(),
      created_at: Timestamp,
    })
    .describe('A message, through whichever door it came: to all in the room, the sender too.'),
  reaction: z
    .strictObject({
      reaction_id: ReactionId,
      message_id: MessageId,
      user_id: UserId,
      emoji: z.string(),
      created_at: Timestamp,
      removed: z.literal(true).optional().describe('Present: it was taken back.'),
    })
    .describe('Somebody reacted, or took it back: to all in the room.'),
  typing: z.strictObject({ user_id: UserId }).describe('Somebody is typing: to the others.'),
  ack: z
    .strictObject({ client_id: z.string().nullable(), message_id: MessageId })
    .describe('To who sent it, on this socket: the message is stored for good.'),
  error: z
    .strictObject({ code: z.enum(errorCodes), message: z.string().describe('For people.') })
    .describe('To who sent it, on this socket: a frame was refused and changed nothing.'),
} as const;

export type IncomingType = keyof typeof incomingFrames;
export type OutgoingType = keyof typeof outgoingFrames;
export type OutgoingData<Type extends OutgoingType> = z.output<(typeof outgoingFrames)[Type]>;

/** One type of frames, and what stands in their `data`. Its description says what it does. */
export interface RoomFrame {
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly data: z.ZodType;
  /** The types of the frames that may answer it. */
  readonly answers: readonly OutgoingType[];
}

/** Every frame, for the documents. */
export const roomFrames: readonly RoomFrame[] = [
  ...Object.entries(incomingFrames).map(([type, data]) => ({
    direction: 'in' as const,
    type,
    data,
    answers: type === 'send_message' ? (['ack', 'error'] as const) : (['error'] as const),
  })),
  ...Object.entries(outgoingFrames).map(([type, data]) => ({
    direction: 'out' as const,
    type,
    data,
    answers: [],
  })),
];

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

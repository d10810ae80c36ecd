import { z } from 'zod';
import { Conversation, Member } from './conversations.ts';
import { defineOperation } from './define.ts';
import { ConversationId, MessageId, Timestamp, UserId } from './fields.ts';
import { Message } from './message-shape.ts';

const Version = z.strictObject({ id: ConversationId, version: z.int() });

const MemberChange = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('present'), conversationId: ConversationId, ...Member.shape }),
  z.strictObject({ change: z.literal('left'), conversationId: ConversationId, userId: UserId }),
]);

const Read = z.strictObject({
  conversationId: ConversationId,
  userId: UserId,
  fromSeq: z.int(),
  upToSeq: z.int(),
  readAt: Timestamp,
});

export const pullSync = defineOperation({
  name: 'sync.pull',
  summary: 'What changed since the versions I hold. A conversation not named counts as version 0.',
  rest: 'POST /sync',
  access: 'person',
  rate: 'read',
  input: z.object({
    conversations: z
      .array(z.object({ id: ConversationId, version: z.int().min(0) }))
      .max(10_000)
      .default([]),
    cursor: z.string().min(1).max(500).optional(),
    historyOf: z
      .array(ConversationId)
      .max(10_000)
      .optional()
      .describe(
        'Only of these, messages, members, reads and what I hid; of the others only how they are now. Absent: of all.',
      ),
  }),
  output: z.strictObject({
    conversations: z.array(Conversation).describe('Changed or new ones.'),
    messages: z.array(Message),
    members: z.array(MemberChange),
    reads: z.array(Read),
    hidden: z.array(MessageId),
    removed: z
      .array(ConversationId)
      .describe(
        'Named, but no longer mine, or cleared by me since: forget all of it, before what else this page brings.',
      ),
    versions: z.array(Version).describe('What I hold after this page.'),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  }),
});

export const syncOperations = [pullSync] as const;

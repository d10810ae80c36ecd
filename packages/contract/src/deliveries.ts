import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { ConversationId, UserId } from './fields.ts';

/** How far one member is. What is read was delivered. */
export const MemberPosition = z.strictObject({
  userId: UserId,
  deliveredUpToSeq: z.int().describe('All up to here came to a device of theirs.'),
  readUpToSeq: z.int(),
});

export const listPositions = defineOperation({
  name: 'conversations.positions',
  summary:
    'How far messages have reached the members, and how far they have read: of those conversations that I am in and that have up to 50 members.',
  rest: 'GET /positions',
  access: 'person',
  rate: 'read',
  input: z.object({ conversationIds: z.array(ConversationId).min(1).max(100) }),
  output: z.strictObject({
    items: z.array(
      z.strictObject({ conversationId: ConversationId, members: z.array(MemberPosition) }),
    ),
  }),
});

export const deliveryOperations = [listPositions] as const;

export const deliveredUpdated = defineEvent({
  name: 'delivered.updated',
  summary:
    'All messages up to one came to devices of these members; in conversations of up to 50. Sync does not bring it: ask for the positions of what you show.',
  payload: z.strictObject({
    conversationId: ConversationId,
    userIds: z.array(UserId),
    upToSeq: z.int(),
  }),
});

export const deliveryEvents = [deliveredUpdated] as const;

import { z } from 'zod';
import { defineEvent } from './define.ts';
import { ConversationId, Timestamp, UserId } from './fields.ts';

export const presenceUpdated = defineEvent({
  name: 'presence.updated',
  summary: 'Somebody came, went, opened or closed a conversation.',
  payload: z.strictObject({
    userId: UserId,
    isOnline: z.boolean(),
    isActive: z.boolean().describe('Looks at a conversation: the named one, where one is named.'),
    lastSeen: Timestamp.nullable(),
    conversationId: ConversationId.optional(),
  }),
});

export const presenceEvents = [presenceUpdated] as const;

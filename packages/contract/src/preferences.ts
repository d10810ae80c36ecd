import { z } from 'zod';
import { Conversation } from './conversations.ts';
import { defineEvent, defineOperation } from './define.ts';
import { ConversationId, text } from './fields.ts';

export const setPreferences = defineOperation({
  name: 'conversations.setPreferences',
  summary:
    'What I alone see of a conversation: muted, pinned (at most 100), archived, and the text that I have not sent yet. An empty draft is none.',
  rest: 'PATCH /conversations/:conversationId/preferences',
  access: 'member',
  rate: 'write',
  input: z.object({
    conversationId: ConversationId,
    muted: z.boolean().optional(),
    pinned: z.boolean().optional(),
    archived: z.boolean().optional(),
    draft: text(10_000).nullable().optional(),
  }),
  output: Conversation,
  errors: ['not_a_member', 'not_found', 'conflict'],
});

export const preferenceOperations = [setPreferences] as const;

export const conversationPreferences = defineEvent({
  name: 'conversation.preferences',
  summary: 'I changed what I alone see of a conversation (own sockets).',
  payload: z.strictObject({
    conversationId: ConversationId,
    muted: z.boolean(),
    pinned: z.boolean(),
    archived: z.boolean(),
    draft: z.string().nullable(),
    version: z.int().describe('Of the conversation, after this change.'),
  }),
});

export const preferenceEvents = [conversationPreferences] as const;

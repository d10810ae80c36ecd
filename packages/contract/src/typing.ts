import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { ConversationId, Nothing, UserId } from './fields.ts';

export const typeInConversation = defineOperation({
  name: 'conversations.type',
  summary: 'Say that I am writing. Call it while I do: the others are told once in 3 seconds.',
  rest: 'POST /conversations/:conversationId/typing',
  access: 'unblockedMember',
  rate: 'read',
  input: z.object({ conversationId: ConversationId }),
  output: Nothing,
  errors: ['not_a_member', 'not_found', 'blocked'],
});

export const typingOperations = [typeInConversation] as const;

export const typing = defineEvent({
  name: 'typing',
  summary:
    'Somebody else is writing. Holds for 5 seconds, or until a message of theirs comes; nothing says that they stopped.',
  payload: z.strictObject({ conversationId: ConversationId, userId: UserId }),
});

export const typingEvents = [typing] as const;

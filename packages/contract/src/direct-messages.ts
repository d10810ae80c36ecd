import { z } from 'zod';
import { Conversation } from './conversations.ts';
import { defineOperation } from './define.ts';
import { UserId } from './fields.ts';
import { Message } from './message-shape.ts';

/** Direct messages, by the person that they are exchanged with. */

export const getDirectConversation = defineOperation({
  name: 'conversations.direct',
  summary: 'The direct conversation with a person, if there is one already.',
  rest: 'GET /conversations/direct/:userId',
  access: 'person',
  rate: 'read',
  input: z.object({ userId: UserId }),
  output: Conversation,
  errors: ['not_found'],
});

export const listUnreadMessages = defineOperation({
  name: 'messages.unread',
  summary:
    'What I have not read of direct conversations, newest first: the newest 500 messages, without those recalled, hidden, or with a block between us.',
  rest: 'GET /unread/messages',
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: z.strictObject({ items: z.array(Message) }),
});

export const directMessageOperations = [getDirectConversation, listUnreadMessages] as const;

import { z } from 'zod';
import { defineOperation } from './define.ts';
import { Emoji } from './emoji.ts';
import { MessageId } from './fields.ts';
import { Message } from './message-shape.ts';

const reaction = { messageId: MessageId, emoji: Emoji };

export const reactMessage = defineOperation({
  name: 'messages.react',
  summary:
    'React to a message: with each emoji once, with at most 20 of them; a message holds at most 50. The same again changes nothing.',
  rest: 'PUT /messages/:messageId/reactions/:emoji',
  access: 'messageMember',
  rate: 'write',
  input: z.object(reaction),
  output: Message,
  errors: ['not_a_member', 'blocked', 'not_found', 'conflict'],
});

export const unreactMessage = defineOperation({
  name: 'messages.unreact',
  summary: 'Take a reaction of mine back. Without one, nothing changes.',
  rest: 'DELETE /messages/:messageId/reactions/:emoji',
  access: 'messageMember',
  rate: 'write',
  input: z.object(reaction),
  output: Message,
  errors: ['not_a_member', 'not_found'],
});

export const reactionOperations = [reactMessage, unreactMessage] as const;

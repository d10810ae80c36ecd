import type { reactionOperations } from '@xom/contract/reactions';
import type { typingOperations } from '@xom/contract/typing';
import { insiders, isInsider } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { withABlockBetween } from './caller-matrix-rows-conversations.ts';
import { done, secret } from './caller-matrix-world.ts';

type Operations = typeof reactionOperations | typeof typingOperations;

const emoji = '👍🏽';
const aMessage: Case = {
  given: async (world, caller) => ({ input: { messageId: await world.messageFor(caller), emoji } }),
};
const oneHidden: Case = {
  what: 'to one that they hid',
  given: async (world, caller) => {
    const messageId = await world.messageFor(caller);
    const path = `/api/v1/messages/${messageId}`;
    if (caller.person && isInsider(caller.name)) done(await caller.person.delete(path));
    return { input: { messageId, emoji } };
  },
  but: tell(insiders, 'not_found'),
};

export const reactionRows: Record<Operations[number]['name'], readonly Case[]> = {
  'messages.react': [
    aMessage,
    oneHidden,
    {
      what: 'to one that was recalled',
      given: async (world) => {
        const messageId = await world.send('sender', world.group, secret);
        done(await world.cast.sender.put(`/api/v1/messages/${messageId}/recall`));
        return { input: { messageId, emoji } };
      },
      but: tell(insiders, 'conflict'),
    },
  ],
  'messages.unreact': [aMessage, oneHidden],
  'conversations.type': [
    { given: ({ group }) => ({ input: { conversationId: group } }) },
    withABlockBetween,
  ],
};

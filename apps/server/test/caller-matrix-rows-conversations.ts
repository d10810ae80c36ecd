import type { conversationOperations } from '@xom/contract/conversations';
import type { messageOperations } from '@xom/contract/messages';
import type { syncOperations } from '@xom/contract/sync';
import { insiders, isInsider, people } from './caller-matrix-callers.ts';
import { type Case, type Given, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, secret, type World } from './caller-matrix-world.ts';

type Operations = typeof conversationOperations | typeof messageOperations | typeof syncOperations;

const theGroup: Case = { given: ({ group }) => ({ input: { conversationId: group } }) };
const aMessage: Case = {
  given: async (world, caller) => ({ input: { messageId: await world.messageFor(caller) } }),
};
const aPage: Case = { given: () => ({ input: { limit: 5 } }) };

export const conversationRows: Record<Operations[number]['name'], readonly Case[]> = {
  'conversations.create': [
    {
      given: ({ cast }) => ({
        input: { isGroup: true, name: 'a new one', memberIds: [cast.newcomer.id] },
      }),
    },
    {
      what: 'with somebody suspended',
      given: ({ cast }) => ({
        input: { isGroup: false, memberIds: [cast['suspended person'].id] },
      }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'with somebody who blocked them',
      given: async (world, caller) => ({
        input: { isGroup: false, memberIds: [await blockerOf(world, caller)] },
      }),
      but: tell(people, 'blocked'),
    },
  ],
  'conversations.list': [aPage],
  'conversations.get': [theGroup],
  'conversations.update': [
    { given: ({ group }) => ({ input: { conversationId: group, name: secret } }) },
  ],
  'conversations.addMembers': [
    {
      given: async (world, caller) => ({
        input: { conversationId: await world.groupFor(caller), userIds: [world.cast.newcomer.id] },
      }),
    },
    {
      what: 'themselves',
      given: ({ group }, { id }) => ({ input: { conversationId: group, userIds: [id] } }),
    },
  ],
  'conversations.updateMember': [
    {
      given: async (world, caller) => ({
        input: {
          conversationId: await world.groupFor(caller),
          userId: world.cast.bystander.id,
          role: 'admin',
        },
      }),
      but: { 'group admin': 'forbidden' },
    },
    {
      what: 'taking the group over',
      given: ({ group }, { id }) => ({
        input: { conversationId: group, userId: id, role: 'owner' },
      }),
      but: tell(['group admin', 'owner'], 'forbidden'),
    },
  ],
  'conversations.removeMember': [
    {
      given: async (world, caller) => ({
        input: { conversationId: await world.groupFor(caller), userId: world.cast.bystander.id },
      }),
    },
    { what: 'an admin', given: removingAnAdmin, but: { 'group admin': 'forbidden' } },
    {
      what: 'its owner',
      given: async (world, caller) => ({
        input: { conversationId: await world.groupFor(caller), userId: world.cast.owner.id },
      }),
      but: { 'group admin': 'forbidden' },
    },
  ],
  'conversations.leave': [
    {
      given: async (world, caller) => ({ input: { conversationId: await world.groupFor(caller) } }),
    },
  ],
  'conversations.open': [theGroup],
  'conversations.close': [theGroup],
  'conversations.markRead': [theGroup],
  'conversations.unread': [{ given: () => ({ input: {} }) }],
  'messages.send': [
    { given: ({ group }) => ({ input: { conversationId: group, content: secret } }) },
    {
      what: "in reply to another conversation's",
      given: async (world) => ({
        input: {
          conversationId: world.group,
          content: secret,
          replyTo: await directMessage(world),
        },
      }),
      but: tell(insiders, 'not_found'),
    },
  ],
  'messages.list': [
    { given: ({ group }) => ({ input: { conversationId: group, limit: 5 } }) },
    {
      what: "from another conversation's message on",
      given: async (world) => ({
        input: { conversationId: world.group, cursor: await directMessage(world) },
      }),
      but: tell(insiders, 'invalid_input'),
    },
  ],
  'messages.recall': [
    aMessage,
    {
      what: "the other one's in a direct conversation",
      given: async (world) => ({ input: { messageId: await directMessage(world) } }),
      but: {
        ...tell(people, 'not_a_member'),
        'non-member': 'ok',
        owner: 'forbidden',
      },
    },
  ],
  'messages.hide': [aMessage],
  'messages.forward': [
    {
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), targetConversationId: world.group },
      }),
    },
    {
      what: 'into where only the owner is',
      given: async (world) => ({
        input: {
          messageId: await world.send('sender', world.group, 'for others too'),
          targetConversationId: world.direct,
        },
      }),
      but: { ...tell(insiders, 'not_a_member'), owner: 'ok' },
    },
    {
      what: 'out of where only the owner is',
      given: async (world) => ({
        input: { messageId: await directMessage(world), targetConversationId: world.group },
      }),
      but: {
        ...tell(people, 'not_a_member'),
        owner: 'ok',
      },
    },
    {
      what: 'one that was recalled',
      given: async (world) => {
        const messageId = await world.send('sender', world.group, secret);
        done(await world.cast.sender.put(`/api/v1/messages/${messageId}/recall`));
        return { input: { messageId, targetConversationId: world.group } };
      },
      but: tell(insiders, 'conflict'),
    },
  ],
  'messages.confirm': [
    {
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), act: 'sent' },
      }),
      but: tell(['member', 'group admin', 'owner'], 'forbidden'),
    },
    {
      what: 'hiding it',
      given: async (world, caller) => {
        const { name, person } = caller;
        const messageId = await world.messageFor(caller);
        if (person && isInsider(name)) done(await person.delete(`/api/v1/messages/${messageId}`));
        return { input: { messageId, act: 'hidden' } };
      },
    },
  ],
  'messages.readBy': [
    {
      given: async (world, caller) => ({
        input: { conversationId: world.group, messageIds: [await world.messageFor(caller)] },
      }),
    },
  ],
  'sync.pull': [
    { given: () => ({ input: {} }) },
    {
      what: 'naming the group',
      given: ({ group }) => ({ input: { conversations: [{ id: group, version: 0 }] } }),
    },
  ],
};

/** A second admin, whom only the owner may remove. */
async function removingAnAdmin(world: World, caller: Caller): Promise<Given> {
  const conversationId = await world.groupFor(caller);
  const userId = world.cast.bystander.id;
  const path = `/api/v1/conversations/${conversationId}/members/${userId}`;
  if (isInsider(caller.name)) done(await world.cast.owner.patch(path, { role: 'admin' }));
  return { input: { conversationId, userId } };
}

/** Of the non-member, in the direct conversation with the owner. */
function directMessage(world: World): Promise<string> {
  return world.send('non-member', world.direct, 'to the owner alone');
}

import type { conversationOperations } from '@xom/contract/conversations';
import type { messageOperations } from '@xom/contract/messages';
import type { syncOperations } from '@xom/contract/sync';
import { insiders, isInsider, people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, secret, type World } from './caller-matrix-world.ts';
import type { Verdict } from './contract-calls.ts';
import { register } from './people.ts';

type Operations = typeof conversationOperations | typeof messageOperations | typeof syncOperations;

const theGroup: Case = { given: ({ group }) => ({ input: { conversationId: group } }) };
const aMessage: Case = {
  given: async (world, caller) => ({ input: { messageId: await world.messageFor(caller) } }),
};
const aPage: Case = { given: () => ({ input: { limit: 5 } }) };
/** A direct conversation of the caller's own. */
export const withABlockBetween: Case = {
  what: 'a direct one with a block between the two',
  given: async (world, caller) => ({ input: { conversationId: await cutDirectOf(world, caller) } }),
  but: tell(people, 'blocked'),
};
/** For what is done in the direct conversation of the owner and the non-member. */
const ofTheDirect = (verdict: Verdict) => ({
  ...tell(people, 'not_a_member'),
  ...tell(['owner', 'non-member'], verdict),
});
/** For what only a sender does: the non-member sent it. */
const ofTheDirectsSender = {
  ...tell(people, 'not_a_member'),
  ...tell(['non-member'], 'ok'),
  ...tell(['owner'], 'forbidden'),
};

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
    {
      what: 'its settings',
      given: ({ group }) => ({
        input: {
          conversationId: group,
          settings: { whoMayInvite: 'members', disappearAfterSeconds: null },
        },
      }),
    },
    {
      what: 'the timer of a direct conversation',
      given: ({ direct }) => ({
        input: { conversationId: direct, settings: { disappearAfterSeconds: null } },
      }),
      but: ofTheDirect('ok'),
    },
    {
      what: 'the name of a direct conversation',
      given: ({ direct }) => ({ input: { conversationId: direct, name: 'ours' } }),
      but: ofTheDirect('forbidden'),
    },
    {
      what: 'the timer of a direct conversation with a block between the two',
      given: async (world, caller) => ({
        input: {
          conversationId: await cutDirectOf(world, caller),
          settings: { disappearAfterSeconds: 60 },
        },
      }),
      but: tell(people, 'blocked'),
    },
  ],
  'conversations.delete': [
    {
      given: async (world, caller) => ({ input: { conversationId: await world.groupFor(caller) } }),
    },
    {
      what: 'a direct conversation',
      given: ({ direct }) => ({ input: { conversationId: direct } }),
      but: ofTheDirect('ok'),
    },
    {
      what: 'a direct conversation with a block between the two',
      given: async (world, caller) => ({
        input: { conversationId: await cutDirectOf(world, caller) },
      }),
      but: tell(people, 'ok'),
    },
  ],
  'conversations.open': [theGroup, withABlockBetween],
  'conversations.close': [theGroup],
  'conversations.markRead': [theGroup, withABlockBetween],
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
  'messages.get': [aMessage],
  'messages.edit': [
    {
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), content: `${secret}, too` },
      }),
    },
    {
      what: "the other one's in a direct conversation",
      given: async (world) => ({
        input: { messageId: await directMessage(world), content: 'other words' },
      }),
      but: ofTheDirectsSender,
    },
    {
      what: 'one that was recalled',
      given: async (world) => {
        const messageId = await world.send('sender', world.group, secret);
        done(await world.cast.sender.put(`/api/v1/messages/${messageId}/recall`));
        return { input: { messageId, content: secret } };
      },
      but: { sender: 'conflict' },
    },
  ],
  'messages.recall': [
    aMessage,
    {
      what: "the other one's in a direct conversation",
      given: async (world) => ({ input: { messageId: await directMessage(world) } }),
      but: ofTheDirectsSender,
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

/** Of the non-member, in the direct conversation with the owner. */
function directMessage(world: World): Promise<string> {
  return world.send('non-member', world.direct, 'to the owner alone');
}

/** A direct conversation of the caller with somebody who then blocked them. */
export async function cutDirectOf(world: World, { name, person }: Caller): Promise<string> {
  if (!person) return world.direct;
  return world.once(`a direct conversation of ${name} with a block`, async () => {
    const other = await register(world.server);
    const body = { isGroup: false, memberIds: [person.id] };
    const { id } = done(await other.post('/api/v1/conversations', body));
    done(await other.put(`/api/v1/users/${person.id}/block`));
    return id;
  });
}

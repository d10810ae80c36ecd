import type { deliveryOperations } from '@xom/contract/deliveries';
import type { memberOperations } from '@xom/contract/members';
import type { preferenceOperations } from '@xom/contract/preferences';
import { isInsider, people } from './caller-matrix-callers.ts';
import { type Case, type Given, tell } from './caller-matrix-case.ts';
import { cutDirectOf } from './caller-matrix-rows-conversations.ts';
import { type Caller, done, type World } from './caller-matrix-world.ts';

type Operations = typeof memberOperations | typeof preferenceOperations | typeof deliveryOperations;

export const memberRows: Record<Operations[number]['name'], readonly Case[]> = {
  'conversations.members': [
    { given: ({ group }) => ({ input: { conversationId: group, limit: 5 } }) },
    {
      what: 'of a direct one with a block between the two',
      given: async (world, caller) => ({
        input: { conversationId: await cutDirectOf(world, caller) },
      }),
      but: tell(people, 'ok'),
    },
  ],
  'conversations.addMembers': [
    {
      given: async (world, caller) => ({
        input: { conversationId: await world.groupFor(caller), userIds: [world.cast.newcomer.id] },
      }),
    },
    {
      what: 'where only admins may',
      given: async (world, caller) => ({
        input: {
          conversationId: await closedGroupFor(world, caller),
          userIds: [world.cast.newcomer.id],
        },
      }),
      but: tell(['member', 'sender'], 'forbidden'),
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
  'conversations.positions': [
    { given: ({ group, direct }) => ({ input: { conversationIds: [group, direct] } }) },
  ],
  'conversations.setPreferences': [
    {
      given: ({ group }) => ({
        input: { conversationId: group, muted: true, pinned: false, draft: 'not yet said' },
      }),
    },
    {
      what: 'of a direct one with a block between the two',
      given: async (world, caller) => ({
        input: { conversationId: await cutDirectOf(world, caller), archived: true },
      }),
      but: tell(people, 'ok'),
    },
  ],
};

/** A group whose admins alone may add people. */
async function closedGroupFor(world: World, caller: Caller): Promise<string> {
  const group = await world.groupFor(caller);
  if (!isInsider(caller.name)) return group;
  const body = { settings: { whoMayInvite: 'admins' } };
  done(await world.cast.owner.patch(`/api/v1/conversations/${group}`, body));
  return group;
}

/** A second admin, whom only the owner may remove. */
async function removingAnAdmin(world: World, caller: Caller): Promise<Given> {
  const conversationId = await world.groupFor(caller);
  const userId = world.cast.bystander.id;
  const path = `/api/v1/conversations/${conversationId}/members/${userId}`;
  if (isInsider(caller.name)) done(await world.cast.owner.patch(path, { role: 'admin' }));
  return { input: { conversationId, userId } };
}

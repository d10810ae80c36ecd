import type { directMessageOperations } from '@xom/contract/direct-messages';
import type { socialNamespaceOperations } from '@xom/contract/social-namespace';
import { outsiders, people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { sent } from './caller-matrix-rows-media.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { picture } from './caller-matrix-world.ts';

type Operations = typeof directMessageOperations | typeof socialNamespaceOperations;

/** The owner and the non-member have a direct conversation, nobody else with either of them. */
const ofTheNonMember = { ...tell(people, 'not_found'), 'non-member': 'ok' } as const;

export const socialRows: Record<Operations[number]['name'], readonly Case[]> = {
  'conversations.direct': [
    { given: ({ cast }) => ({ input: { userId: cast.owner.id } }), but: ofTheNonMember },
  ],
  'messages.unread': [{ given: () => ({ input: {} }) }],
  'social:newMessageFromClient': [
    { given: ({ cast }) => ({ input: { to: cast.newcomer.id, context: { text: 'hello' } } }) },
    {
      what: 'a picture',
      given: async ({ cast }) => {
        const bytes = Buffer.from(await (await picture()).arrayBuffer());
        const image = `data:image/png;base64,${bytes.toString('base64')}`;
        return { input: { to: cast.newcomer.id, context: { image } } };
      },
    },
    {
      what: "the group's picture",
      given: async (world) => ({
        input: {
          to: world.cast.newcomer.id,
          context: { image: `/api/v1/media/${await sent(world)}` },
        },
      }),
      but: tell(outsiders, 'not_found'),
    },
    {
      what: "in reply to the group's message",
      given: async (world, caller) => ({
        input: {
          to: world.cast.newcomer.id,
          reply_to: await world.messageFor(caller),
          context: { text: 'hello' },
        },
      }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'to who blocked them',
      given: async (world, caller) => ({
        input: { to: await blockerOf(world, caller), context: { text: 'hello' } },
      }),
      but: tell(people, 'blocked'),
    },
    {
      what: 'to a suspended person',
      given: ({ cast }) => ({
        input: { to: cast['suspended person'].id, context: { text: 'hello' } },
      }),
      but: tell(people, 'not_found'),
    },
  ],
  'social:readMessagesFromClient': [
    { given: ({ cast }) => ({ input: { from: cast.owner.id } }), but: ofTheNonMember },
  ],
  'social:receiveUserProfile': [
    { given: ({ cast }) => ({ input: { userId: cast.bystander.id } }) },
    {
      what: 'of a suspended person',
      given: ({ cast }) => ({ input: { userId: cast['suspended person'].id } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'of who blocked them',
      given: async (world, caller) => ({ input: { userId: await blockerOf(world, caller) } }),
      but: tell(people, 'not_found'),
    },
  ],
  'social:requestLastSeen': [
    { given: ({ cast }) => ({ input: { userIds: [cast.bystander.id] } }) },
  ],
  'social:getBlockListRequest': [{ given: () => ({ input: {} }) }],
  'social:getFollowingListRequest': [
    { given: ({ cast }) => ({ input: { userId: cast.bystander.id } }) },
    {
      what: 'of a suspended person',
      given: ({ cast }) => ({ input: { userId: cast['suspended person'].id } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'of who blocked them',
      given: async (world, caller) => ({ input: { userId: await blockerOf(world, caller) } }),
      but: tell(people, 'not_found'),
    },
  ],
};

import type { chatNamespaceOperations } from '@xom/contract/chat-namespace';
import { insiders, isInsider, outsiders, people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { type Caller, done, picture, secret, type World } from './caller-matrix-world.ts';

const othersInside = ['member', 'group admin', 'owner'] as const;
const allButTheSender = [...outsiders, ...othersInside] as const;

/** The events that only say who looks, and at what. */
const asOneself: Case = { given: (_world, { id }) => ({ input: { profileId: id } }) };
const asTheSender: Case = {
  what: 'as the sender',
  given: ({ cast }) => ({ input: { profileId: cast.sender.id } }),
  but: tell(allButTheSender, 'forbidden'),
};
const inTheGroup: Case = {
  given: ({ group }, { id }) => ({ input: { profileId: id, groupId: group } }),
  answersAs: 'member',
};
const inTheGroupAsTheSender: Case = {
  what: 'as the sender',
  given: ({ group, cast }) => ({ input: { profileId: cast.sender.id, groupId: group } }),
  answersAs: 'member',
  but: tell(allButTheSender, 'forbidden'),
};

export const chatRows: Record<(typeof chatNamespaceOperations)[number]['name'], readonly Case[]> = {
  'chat.send': [
    {
      given: ({ group }, { id }) => ({ input: { groupId: group, message: secret, senderId: id } }),
      answersAs: 'member',
    },
    {
      what: "in the sender's name",
      given: ({ group, cast }) => ({
        input: { groupId: group, message: secret, senderId: cast.sender.id },
      }),
      answersAs: 'member',
      but: tell(allButTheSender, 'forbidden'),
    },
    {
      what: 'a picture',
      given: async ({ group }, { id }) => ({
        input: { groupId: group, type: 'IMAGE', senderId: id },
        file: await picture(),
      }),
      answersAs: 'member',
    },
  ],
  'chat.sticker': [{ given: async () => ({ input: {}, file: await picture() }) }],
  'chat.recall': [
    {
      given: async (world, caller) => ({ input: { messageId: await world.messageFor(caller) } }),
      answersAs: 'messageSenderOrGroupAdmin',
    },
  ],
  'chat.delete': [
    {
      given: async (world, caller) => ({ input: { messageId: await world.messageFor(caller) } }),
      answersAs: 'messageMember',
    },
  ],
  'chat.forward': [
    {
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), targetGroupId: world.group },
      }),
      answersAs: 'messageMember',
    },
    {
      what: 'into where only the owner is',
      given: async (world) => ({
        input: {
          messageId: await world.send('sender', world.group, 'for others too'),
          targetGroupId: world.direct,
        },
      }),
      answersAs: 'messageMember',
      but: { ...tell(insiders, 'not_a_member'), owner: 'ok' },
    },
  ],
  'chat:register': [asOneself, asTheSender],
  'chat:open': [inTheGroup, inTheGroupAsTheSender],
  'chat:leave': [
    { ...inTheGroup, answersAs: 'person' },
    { ...inTheGroupAsTheSender, answersAs: 'person' },
  ],
  'chat:loadMessages': [inTheGroup, inTheGroupAsTheSender],
  'chat:markAsRead': [inTheGroup, inTheGroupAsTheSender],
  'chat:getUnreadCounts': [asOneself, asTheSender],
  'chat:send': [
    {
      given: async (world, caller) => ({
        input: {
          messageId: await world.messageFor(caller),
          groupId: world.group,
          senderId: caller.id,
        },
      }),
      answersAs: 'messageMember',
      but: tell(othersInside, 'forbidden'),
    },
    {
      what: 'as the sender',
      given: async (world, caller) => ({
        input: {
          messageId: await world.messageFor(caller),
          groupId: world.group,
          senderId: world.cast.sender.id,
        },
      }),
      but: tell(allButTheSender, 'forbidden'),
    },
  ],
  'chat:recall': [
    {
      given: async (world) => {
        const messageId = await world.send('sender', world.group, secret);
        done(await world.cast.sender.put(`/chat/recall/${messageId}`));
        return { input: { messageId, groupId: world.group } };
      },
      answersAs: 'messageMember',
      but: tell(othersInside, 'forbidden'),
    },
    {
      what: 'one that was not recalled',
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), groupId: world.group },
      }),
      answersAs: 'messageMember',
      but: tell(insiders, 'conflict'),
    },
  ],
  'chat:delete': [
    {
      given: async (world, caller) => ({
        input: {
          messageId: await hiddenBy(world, caller),
          groupId: world.group,
          userId: caller.id,
        },
      }),
      answersAs: 'messageMember',
    },
    {
      what: 'one that was not deleted',
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), userId: caller.id },
      }),
      answersAs: 'messageMember',
      but: tell(insiders, 'conflict'),
    },
    {
      what: 'as the sender',
      given: async (world, caller) => ({
        input: { messageId: await world.messageFor(caller), userId: world.cast.sender.id },
      }),
      but: { ...tell(people, 'forbidden'), sender: 'conflict' },
    },
  ],
  'chat:forward': [
    {
      given: async (world, caller) => ({
        input: {
          messageId: await forwarded(world, caller),
          targetGroupId: world.group,
          senderId: caller.id,
        },
      }),
      answersAs: 'messageMember',
      but: tell(othersInside, 'forbidden'),
    },
  ],
};

/** A message that the caller, if in the group, deleted for themselves. */
async function hiddenBy(world: World, caller: Caller): Promise<string> {
  const { name, person } = caller;
  const messageId = await world.messageFor(caller);
  if (person && isInsider(name)) done(await person.delete(`/chat/delete/${messageId}`));
  return messageId;
}

/** A message that the sender forwarded into the group. */
async function forwarded(world: World, caller: Caller): Promise<string> {
  const path = `/api/v1/messages/${await world.messageFor(caller)}/forward`;
  return done(await world.cast.sender.post(path, { targetConversationId: world.group })).id;
}

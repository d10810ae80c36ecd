import {
  acceptFriend,
  blockPerson,
  declineFriend,
  listBlocks,
  listFriendRequests,
  listFriends,
  removeFriend,
  requestFriend,
  unblockPerson,
} from '@xom/contract/people';
import { bind, type Binding } from '../../platform/call.ts';
import type { BlockService } from './blocks.service.ts';
import type { FriendService } from './friends.service.ts';
import { answerPage } from './pages.ts';

/** The operations of contract/people.ts. */
export function peopleBindings(services: {
  friends: FriendService;
  blocks: BlockService;
}): Binding[] {
  const { friends, blocks } = services;
  return [
    bind(requestFriend, ({ userId }, { caller }) => friends.request(caller.userId, userId)),
    bind(listFriendRequests, ({ state, ...input }, { caller }) =>
      answerPage(input, (wanted) => friends.requests(caller.userId, state, wanted)),
    ),
    bind(acceptFriend, ({ userId }, { caller }) => friends.accept(caller.userId, userId)),
    bind(declineFriend, async ({ userId }, { caller }) => {
      await friends.decline(caller.userId, userId);
      return {};
    }),
    bind(listFriends, (input, { caller }) =>
      answerPage(input, (wanted) => friends.list(caller.userId, wanted)),
    ),
    bind(removeFriend, async ({ userId }, { caller }) => {
      await friends.remove(caller.userId, userId);
      return {};
    }),
    bind(blockPerson, ({ userId }, { caller }) => blocks.block(caller.userId, userId)),
    bind(unblockPerson, async ({ userId }, { caller }) => {
      await blocks.unblock(caller.userId, userId);
      return {};
    }),
    bind(listBlocks, (input, { caller }) =>
      answerPage(input, (wanted) => blocks.list(caller.userId, wanted)),
    ),
  ];
}

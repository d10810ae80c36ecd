import { UserId } from '@xom/contract/fields';
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
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { BlockService } from './blocks.service.ts';
import type { FriendService } from './friends.service.ts';
import type { Page } from './pages.ts';
import type { PageRequest } from './people.queries.ts';

const Place = z.tuple([z.iso.datetime(), UserId]);

/** The operations of contract/people.ts. */
export function peopleBindings(services: {
  friends: FriendService;
  blocks: BlockService;
}): Binding[] {
  const { friends, blocks } = services;
  return [
    bind(requestFriend, ({ userId }, { caller }) => friends.request(caller.userId, userId)),
    bind(listFriendRequests, ({ state, ...input }, { caller }) =>
      list(input, (wanted) => friends.requests(caller.userId, state, wanted)),
    ),
    bind(acceptFriend, ({ userId }, { caller }) => friends.accept(caller.userId, userId)),
    bind(declineFriend, async ({ userId }, { caller }) => {
      await friends.decline(caller.userId, userId);
      return {};
    }),
    bind(listFriends, (input, { caller }) =>
      list(input, (wanted) => friends.list(caller.userId, wanted)),
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
      list(input, (wanted) => blocks.list(caller.userId, wanted)),
    ),
  ];
}

/** Reads the cursor of a list of people, and writes the next one. */
async function list<Item>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  load: (wanted: PageRequest) => Promise<Page<Item>>,
): Promise<{ items: Item[]; nextCursor: string | null; hasMore: boolean }> {
  const place = cursor === undefined ? null : readCursor(Place, cursor);
  const after = place && { at: new Date(place[0]), userId: place[1] };
  const { items, next } = await load({ after, limit });
  const nextCursor = next && writeCursor([next.at.toISOString(), next.userId]);
  return { items, nextCursor, hasMore: next !== null };
}

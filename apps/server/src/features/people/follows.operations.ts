import * as contract from '@xom/contract/follows';
import { listMutes, mutePerson, unmutePerson } from '@xom/contract/mutes';
import { bind, type Binding } from '../../platform/call.ts';
import type { FollowLists } from './follow-lists.service.ts';
import type { FollowService } from './follows.service.ts';
import type { MuteService } from './mutes.service.ts';
import { answerPage } from './pages.ts';

/** The operations of contract/follows.ts and mutes.ts. */
export function followBindings(services: {
  follows: FollowService;
  lists: FollowLists;
  mutes: MuteService;
}): Binding[] {
  return [...bindFollows(services), ...bindLists(services), ...bindMutes(services)];
}

function bindFollows({ follows }: { follows: FollowService }): Binding[] {
  return [
    bind(contract.followPerson, ({ userId }, { caller }) => follows.follow(caller.userId, userId)),
    bind(contract.unfollowPerson, async ({ userId }, { caller }) => {
      await follows.unfollow(caller.userId, userId);
      return {};
    }),
    bind(contract.removeFollower, async ({ userId }, { caller }) => {
      await follows.removeFollower(caller.userId, userId);
      return {};
    }),
    bind(contract.acceptFollow, ({ userId }, { caller }) => follows.accept(caller.userId, userId)),
    bind(contract.declineFollow, async ({ userId }, { caller }) => {
      await follows.decline(caller.userId, userId);
      return {};
    }),
  ];
}

function bindLists({ lists }: { lists: FollowLists }): Binding[] {
  return [
    bind(contract.listFollowRequests, ({ state, ...input }, { caller }) =>
      answerPage(input, (wanted) => lists.requests(caller.userId, state, wanted)),
    ),
    bind(contract.listFollowers, ({ userId, ...input }, { caller }) =>
      answerPage(input, (wanted) => lists.of(caller.userId, userId, 'followers', wanted)),
    ),
    bind(contract.listFollowings, ({ userId, ...input }, { caller }) =>
      answerPage(input, (wanted) => lists.of(caller.userId, userId, 'followings', wanted)),
    ),
    bind(contract.listMutuals, ({ userId, ...input }, { caller }) =>
      answerPage(input, (wanted) => lists.mutuals(caller.userId, userId, wanted)),
    ),
    bind(contract.listSuggestions, async ({ limit }, { caller }) => ({
      items: await lists.suggestions(caller.userId, limit),
    })),
  ];
}

function bindMutes({ mutes }: { mutes: MuteService }): Binding[] {
  return [
    bind(mutePerson, ({ userId }, { caller }) => mutes.mute(caller.userId, userId)),
    bind(unmutePerson, async ({ userId }, { caller }) => {
      await mutes.unmute(caller.userId, userId);
      return {};
    }),
    bind(listMutes, (input, { caller }) =>
      answerPage(input, (wanted) => mutes.list(caller.userId, wanted)),
    ),
  ];
}

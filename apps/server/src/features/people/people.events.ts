import type { FollowTie } from '@xom/contract/follows';
import type { MutedPerson } from '@xom/contract/mutes';
import type { BlockedPerson, Friend, FriendRequest } from '@xom/contract/people';
import type { ConversationId, UserId } from '@xom/contract/fields';

/** What friends, follows, mutes and blocks tell, each on `user:<userId>`. */
export type PeopleEvent =
  | { type: 'friend.requested'; userId: UserId; request: FriendRequest }
  | { type: 'friend.accepted'; userId: UserId; friend: Friend }
  | { type: 'friend.removed'; userId: UserId; otherId: UserId }
  | { type: 'follow.updated'; userId: UserId; tie: FollowTie }
  | { type: 'person.muted'; userId: UserId; mute: MutedPerson }
  | { type: 'person.unmuted'; userId: UserId; otherId: UserId }
  | BlockChanged;

/**
 * Also on `user:<otherId>`: what the other's sockets receive changes with it, though nothing tells them so.
 * `conversationId`: the direct conversation of the two.
 */
export type BlockChanged = {
  userId: UserId;
  otherId: UserId;
  conversationId: ConversationId | null;
} & ({ type: 'person.blocked'; block: BlockedPerson } | { type: 'person.unblocked' });

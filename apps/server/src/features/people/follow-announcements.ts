import type { FollowTie } from '@xom/contract/follows';
import type { Person, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { userTopic } from '../../topics.ts';
import { personOf } from '../accounts/person-summaries.ts';
import type { FollowEdge, FollowRow, FollowsBetween } from './follows.queries.ts';

/** Tells both what stands between them now, each from their side. Called after the commit. */
export function announceFollows(
  bus: DomainBus,
  people: ReadonlyMap<UserId, Person>,
  { from, to }: FollowEdge,
  { forth, back }: { [Way in keyof FollowsBetween]: Pick<FollowRow, 'status'> | null },
): void {
  tell(bus, to, tieOf(personOf(people, from), back?.status, forth?.status));
  tell(bus, from, tieOf(personOf(people, to), forth?.status, back?.status));
}

function tell(bus: DomainBus, userId: UserId, tie: FollowTie): void {
  bus.publish(userTopic(userId), { type: 'follow.updated', userId, tie });
}

function tieOf(
  user: Person,
  mine: FollowRow['status'] | undefined,
  theirs: FollowRow['status'] | undefined,
): FollowTie {
  return {
    user,
    isFollowing: mine === 'accepted',
    isRequested: mine === 'requested',
    isFollowedBy: theirs === 'accepted',
    isRequestedBy: theirs === 'requested',
  };
}

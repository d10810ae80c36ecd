import type { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { type LockedPerson, lockPair } from './people.queries.ts';

/**
 * Runs what changes something between the caller and another, in a transaction; for the same person one at
 * a time, so that acts that cross each other see what the first one left.
 * @param act is told of the other one and of the caller
 * @throws Failure `invalid_input` (oneself) | `unauthenticated` (the caller was hidden or erased meanwhile) |
 *   `not_found` (nobody)
 */
export async function inPair<Result>(
  database: Database,
  callerId: UserId,
  otherId: UserId,
  act: (queries: Queries, other: LockedPerson, caller: LockedPerson) => Promise<Result>,
): Promise<Result> {
  if (callerId === otherId) throw new Failure('invalid_input', { userId: 'is yourself' });
  return database.transaction().execute(async (queries) => {
    const locked = await lockPair(queries, [callerId, otherId]);
    const caller = locked.get(callerId);
    if (!caller?.isVisible) throw new Failure('unauthenticated');
    const other = locked.get(otherId);
    if (!other) throw new Failure('not_found');
    return act(queries, other, caller);
  });
}

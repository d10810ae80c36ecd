import type { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { lockPair } from './people.queries.ts';

/**
 * Runs what changes something between the caller and another, in a transaction; for the same person one at
 * a time, so that acts that cross each other see what the first one left.
 * @param act is told whether others may see the other one
 * @throws Failure `invalid_input` (oneself) | `not_found` (nobody)
 */
export async function inPair<Result>(
  database: Database,
  callerId: UserId,
  otherId: UserId,
  act: (queries: Queries, other: { isVisible: boolean }) => Promise<Result>,
): Promise<Result> {
  if (callerId === otherId) throw new Failure('invalid_input', { userId: 'is yourself' });
  return database.transaction().execute(async (queries) => {
    const locked = await lockPair(queries, [callerId, otherId]);
    const other = locked.get(otherId);
    if (!other) throw new Failure('not_found');
    return act(queries, other);
  });
}

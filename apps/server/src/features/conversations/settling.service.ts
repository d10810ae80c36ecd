import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Database } from '../../tables.ts';
import { listUnsettled, lockFree, markSettled } from './settling.queries.ts';

/** So many unsettled rows may be looked at each time that somebody asks for their list or their counts. */
const maxUnsettled = 32;
/** The last active conversations stay as they are: the next message would unsettle them again. */
const kept = 16;
/** So many are locked together, for some milliseconds. */
const maxAtOnce = 500;
/** The rest waits for the next time. */
const maxTurns = 8;

/**
 * Settles a person's conversations when many are not: their rows then say where they stand in the list and
 * whether something is unread, until the next message comes. What is asked for next costs the less.
 * @param unsettledCount how many rows were just found that are not settled
 */
export async function settleMany(
  database: Database,
  userId: UserId,
  unsettledCount: number,
): Promise<void> {
  if (unsettledCount <= maxUnsettled) return;
  for (let turn = 0; turn < maxTurns; turn += 1) {
    const ids = await listUnsettled(database, userId, { keep: kept, limit: maxAtOnce });
    if (ids.length > 0) await settle(database, userId, ids);
    if (ids.length < maxAtOnce) return;
  }
}

/** Those that somebody is writing in just now are left as they are. */
async function settle(
  database: Database,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<void> {
  await database.transaction().execute(async (queries) => {
    const locked = await lockFree(queries, ids);
    // A statement of its own: it sees all that was committed before the locks were taken.
    if (locked.length > 0) await markSettled(queries, userId, locked);
  });
}

import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import { type Insertable, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { HolderKind, MediaRow, MediaTables } from './media.tables.ts';

/** A file that is there, kept from being deleted until the transaction ends. */
export async function lockReady(
  queries: Queries,
  mediaId: MediaId,
): Promise<Pick<MediaRow, 'owner_id' | 'kind'> | undefined> {
  return queries
    .selectFrom('media')
    .select(['owner_id', 'kind'])
    .where('id', '=', mediaId)
    .where('state', '=', 'ready')
    .forKeyShare()
    .executeTakeFirst();
}

/** Holding again changes nothing. */
export async function insertHolder(
  queries: Queries,
  holder: Insertable<MediaTables['media_holders']>,
): Promise<void> {
  await queries
    .insertInto('media_holders')
    .values(holder)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Keeps files from being held anew, or let go of elsewhere, until the transaction ends. In the order of
 * their ids, so that two who lock some of the same files do not wait for each other.
 */
export async function lockForRelease(
  queries: Queries,
  mediaIds: readonly MediaId[],
): Promise<Pick<MediaRow, 'id' | 'owner_id' | 'state'>[]> {
  return queries
    .selectFrom('media')
    .select(['id', 'owner_id', 'state'])
    .where('id', 'in', mediaIds)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function deleteHolder(
  queries: Queries,
  ownerId: UserId,
  { mediaId, kind, holderId }: { mediaId: MediaId; kind: HolderKind; holderId: string },
): Promise<void> {
  await queries
    .deleteFrom('media_holders')
    .where('owner_id', '=', ownerId)
    .where('media_id', '=', mediaId)
    .where('holder_kind', '=', kind)
    .where('holder_id', '=', holderId)
    .execute();
}

/** Lets go of everything that a conversation and its messages hold of these files. */
export async function deleteHoldersIn(
  queries: Queries,
  conversationId: ConversationId,
  mediaIds: readonly MediaId[],
): Promise<void> {
  await queries
    .deleteFrom('media_holders')
    .where('conversation_id', '=', conversationId)
    .where('media_id', 'in', mediaIds)
    .execute();
}

/** Of locked files, marks those that nobody holds as to be deleted. */
export async function markUnheldDeleting(
  queries: Queries,
  mediaIds: readonly MediaId[],
): Promise<MediaId[]> {
  const rows = await queries
    .updateTable('media')
    .set({ state: 'deleting', sweep_at: sql<Date>`now() + interval '1 hour'` })
    .where('id', 'in', mediaIds)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('media_holders')
            .whereRef('media_holders.owner_id', '=', 'media.owner_id')
            .whereRef('media_holders.media_id', '=', 'media.id'),
        ),
      ),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Some of the files that a conversation or its messages hold. */
export async function listHeldIn(
  queries: Queries,
  conversationId: ConversationId,
  limit: number,
): Promise<MediaId[]> {
  const rows = await queries
    .selectFrom('media_holders')
    .select('media_id')
    .distinct()
    .where('conversation_id', '=', conversationId)
    .limit(limit)
    .execute();
  return rows.map(({ media_id }) => media_id);
}

/** Locks some of the files whose time to be looked at has come; those that others lock wait. */
export async function lockDue(queries: Queries, limit: number): Promise<MediaId[]> {
  const rows = await queries
    .selectFrom('media')
    .select('id')
    .where('sweep_at', '<', sql<Date>`now()`)
    .orderBy('sweep_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}

/** Of locked files, those that stay need no second look: once held, they go with their last holder. */
export async function endSweep(queries: Queries, mediaIds: readonly MediaId[]): Promise<void> {
  await queries
    .updateTable('media')
    .set({ sweep_at: null })
    .where('id', 'in', mediaIds)
    .where('state', '=', 'ready')
    .execute();
}

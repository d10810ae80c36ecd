import type { MediaId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import { deleteUnheld, release } from './holders.ts';

/** Takes an erased person's stickers off the shelf. */
export const clearShelf: PersonStep = async (queries, userId, { limit }) => {
  const held = await queries
    .selectFrom('media_holders')
    .where('owner_id', '=', userId)
    .where('holder_kind', '=', 'sticker')
    .select('media_id')
    .limit(limit)
    .execute();
  const holders = held.map(({ media_id: mediaId }) => {
    return { mediaId, kind: 'sticker', holderId: mediaId } as const;
  });
  await release(queries, ...holders);
  return doneUnlessFull(held.length, limit);
};

/** Deletes those of their files that nobody holds; what others hold goes with its last holder. */
export const deleteUnheldFiles: PersonStep = async (queries, userId, { limit }) => {
  const { rows } = await sql<{ id: MediaId }>`
    select id from media m where owner_id = ${userId} and state = 'ready' and not exists (
      select from media_holders h where h.owner_id = m.owner_id and h.media_id = m.id)
    order by id limit ${limit} for update`.execute(queries);
  if (rows.length > 0)
    await deleteUnheld(
      queries,
      rows.map(({ id }) => id),
    );
  return doneUnlessFull(rows.length, limit);
};

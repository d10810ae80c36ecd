import type { MediaId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MediaKind } from '../media/media.tables.ts';
import { type Handle, namesOf } from '../messages/mentions.ts';
import { isPersonVisible } from '../people/visibility.ts';

/** Of these files, those that a person uploaded and that are ready. */
export async function listOwnFiles(
  queries: Queries,
  ownerId: UserId,
  mediaIds: readonly MediaId[],
): Promise<Map<MediaId, MediaKind>> {
  const rows = await queries
    .selectFrom('media')
    .where('owner_id', '=', ownerId)
    .where('id', '=', sql<MediaId>`any(${[...mediaIds]}::uuid[])`)
    .where('state', '=', 'ready')
    .select(['id', 'kind'])
    .execute();
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Of these people, those whom the viewer may see; kept from being removed until the transaction ends. */
export async function lockSeenPeople(
  queries: Queries,
  viewerId: UserId,
  userIds: readonly UserId[],
): Promise<Set<UserId>> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from users u where u.id = any(${[...userIds]}::uuid[]) and ${isPersonVisible(viewerId, 'u')}
    order by u.id for key share`.execute(queries);
  return new Set(rows.map(({ id }) => id));
}

/** Whom handles name in their order, of those whom the writer may see. */
export async function findNamed(
  queries: Queries,
  writerId: UserId,
  handles: readonly Handle[],
  limit: number,
): Promise<UserId[]> {
  if (handles.length === 0) return [];
  const given = namesOf([handles]);
  const { rows } = await sql<{ id: UserId }>`
    select id from (
      select distinct on (n.handle) n.handle, u.id
      from unnest(${given.handles}::int[], ${given.names}::text[]) as n(handle, name)
      join users u on u.username = n.name
      where ${isPersonVisible(writerId, 'u')}
      order by n.handle, length(n.name) desc
    ) named group by id order by min(handle) limit ${limit}`.execute(queries);
  return rows.map(({ id }) => id);
}

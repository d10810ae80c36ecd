import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { textList } from '../../platform/list-parameter.ts';
import type { Queries } from '../../tables.ts';
import { namedUnseen, seenCount } from '../people/seen-count.ts';
import { unseenPeople } from '../people/visibility.ts';
import { type PlaceStretch, rowsByShelves } from './search-places.queries.ts';

export interface TagCandidate {
  place: number;
  tag: string;
  label: string;
  postCount: number;
}

/** Tags with these terms, the latest first; those that no public post has are told with 0. */
export async function listTagCandidates(
  queries: Queries,
  terms: readonly number[],
  { below, downTo, limit }: PlaceStretch,
): Promise<TagCandidate[]> {
  const { rows } = await sql<TagCandidate>`
    select s.place, t.tag, t.label, t.post_count as "postCount"
    from (
      ${rowsByShelves('tag_search', terms, { below, downTo })} limit ${limit}
    ) s join tags t on t.tag = s.tag`.execute(queries);
  return rows;
}

/** How many public posts these tags have, of people whom the viewer sees. */
export async function countSeenPosts(
  queries: Queries,
  viewerId: UserId,
  tags: readonly string[],
): Promise<Map<string, number>> {
  if (tags.length === 0) return new Map();
  const tagged = {
    table: 'post_tags',
    person: 'author_id',
    within: sql`act.tag = t.tag and act.is_counted`,
  } as const;
  const { rows } = await sql<{ tag: string; postCount: number }>`
    with unseen as materialized (select people.id from ${unseenPeople(viewerId)} people)
    select t.tag, ${seenCount(sql`t.post_count`, tagged, namedUnseen('unseen'))} as "postCount"
    from tags t where t.tag = any(${textList(tags)})`.execute(queries);
  return new Map(rows.map(({ tag, postCount }) => [tag, postCount]));
}

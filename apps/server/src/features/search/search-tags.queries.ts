import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
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

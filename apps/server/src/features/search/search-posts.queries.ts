import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isMutedBy } from '../people/visibility.ts';
import { isPostVisible } from '../posts/post-visibility.ts';
import { type PlaceStretch, rowsByShelves } from './search-places.queries.ts';

export interface PostCandidate {
  place: number;
  authorId: UserId;
  postId: PostId;
  /** Null: not for the viewer to see. */
  text: string | null;
}

/** Posts with these terms, the last made first. The caller runs it by shelves. */
export async function listPostCandidates(
  queries: Queries,
  viewerId: UserId,
  terms: readonly number[],
  { below, downTo, limit }: PlaceStretch,
): Promise<PostCandidate[]> {
  const { rows } = await sql<PostCandidate>`
    select s.place, s.author_id as "authorId", s.post_id as "postId", seen.text
    from (
      ${rowsByShelves('post_search', terms, { below, downTo })} limit ${limit}
    ) s left join lateral (
      select p.text from posts p join users author on author.id = p.author_id
      where p.author_id = s.author_id and p.id = s.post_id
        and ${isPostVisible(viewerId, { post: 'p', author: 'author' })}
        and not ${isMutedBy(viewerId, 'p.author_id')}
    ) seen on true`.execute(queries);
  return rows;
}

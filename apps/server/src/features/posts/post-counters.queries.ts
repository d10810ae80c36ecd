import type { PostId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import {
  type CountedActs,
  foundUnseen,
  seenCount,
  seenCountAt,
  type Unseen,
} from '../people/seen-count.ts';
import { unseenPeople, type Viewer } from '../people/visibility.ts';
import { exploreRank } from './explore-rank.ts';
import { isPostVisible } from './post-visibility.ts';
import type { PostKey } from './posts.tables.ts';

/** By how much each counter of a post moves; what is absent stays. Comments: without the replies to them. */
export interface CounterMoves {
  likes?: number;
  comments?: number;
  saves?: number;
  reposts?: number;
  quotes?: number;
}

/**
 * Moves counters of a post, and its place in what is explored with them. The caller holds the lock of the
 * post and has written or removed the rows that these count; rows that are not counted move nothing.
 */
export async function movePostCounters(
  queries: Queries,
  post: PostKey,
  { likes = 0, comments = 0, saves = 0, reposts = 0, quotes = 0 }: CounterMoves,
): Promise<void> {
  const rank = exploreRank({
    likes: sql`(like_count + ${likes}::bigint)`,
    comments: sql`(comment_count + ${comments}::bigint)`,
    reposts: sql`(repost_count + ${reposts}::bigint)`,
    quotes: sql`(quote_count + ${quotes}::bigint)`,
    createdAt: sql`created_at`,
  });
  await sql`
    update posts set
      like_count = like_count + ${likes}::bigint,
      comment_count = comment_count + ${comments}::bigint,
      save_count = save_count + ${saves}::bigint,
      repost_count = repost_count + ${reposts}::bigint,
      quote_count = quote_count + ${quotes}::bigint,
      explore_rank = ${rank}
    where author_id = ${post.author_id} and id = ${post.id}`.execute(queries);
}

/** What a viewer is told of a post's counters, and did to it. */
export interface SeenCounters {
  likeCount: number;
  commentCount: number;
  repostCount: number;
  quoteCount: number;
  /** Told to its author only: of all, or whom they mute or block would tell them who it was that saved it. */
  saveCount: number;
  likedByMe: boolean;
  savedByMe: boolean;
  repostedByMe: boolean;
}

/**
 * The columns of `SeenCounters`: without those whom the viewer does not see.
 * @param post what the query calls the row of `posts`
 */
export function seenCounters(
  viewerId: Viewer,
  post: string,
  unseen: Unseen,
): RawBuilder<SeenCounters> {
  const column = (name: string) => sql.ref(`${post}.${name}`);
  const key = sql.ref<UserId>(`${post}.author_id`);
  const id = column('id');
  const seen = (name: string, acts: CountedActs) => seenCount(column(name), acts, unseen);
  return sql<SeenCounters>`
    ${seen('like_count', {
      table: 'post_likes',
      person: 'user_id',
      within: sql`act.author_id = ${key} and act.post_id = ${id}`,
    })} as "likeCount",
    ${seenCountAt(
      key,
      column('comment_count'),
      {
        table: 'comments',
        person: 'author_id',
        within: sql`act.post_author_id = ${key} and act.post_id = ${id}`,
        where: sql`act.parent_id is null and act.deleted_at is null`,
      },
      unseen,
    )} as "commentCount",
    ${seen('repost_count', {
      table: 'reposts',
      person: 'user_id',
      within: sql`act.post_id = ${id}`,
    })} as "repostCount",
    ${seen('quote_count', {
      table: 'posts',
      person: 'author_id',
      within: sql`act.quote_of = ${id}`,
      where: sql`act.is_quote_counted`,
    })} as "quoteCount",
    ${column('save_count')} as "saveCount",
    exists (select from liked_posts l where l.user_id = ${viewerId} and l.post_id = ${id})
      as "likedByMe",
    exists (select from saved_posts s where s.user_id = ${viewerId} and s.post_id = ${id})
      as "savedByMe",
    exists (select from reposts r where r.user_id = ${viewerId} and r.post_id = ${id})
      as "repostedByMe"`;
}

/** One post's counters as each of these people sees them; who may not see it is not in the answer. */
export async function countersFor(
  queries: Queries,
  post: { authorId: UserId; postId: PostId },
  viewerIds: readonly UserId[],
): Promise<(SeenCounters & { viewerId: UserId; editedAt: Date | null })[]> {
  const viewer = sql.ref<UserId>('viewer.id');
  const { rows } = await sql<SeenCounters & { viewerId: UserId; editedAt: Date | null }>`
    select viewer.id as "viewerId", p.edited_at as "editedAt",
      ${seenCounters(viewer, 'p', foundUnseen(unseenPeople(viewer)))}
    from unnest(${[...viewerIds]}::uuid[]) viewer(id)
    join posts p on p.author_id = ${post.authorId} and p.id = ${post.postId}
    join users author on author.id = p.author_id
    where ${isPostVisible(viewer, { post: 'p', author: 'author' })}`.execute(queries);
  return rows;
}

import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { tagsIn } from './post-text.ts';

/** By how much the count of a tag moves. */
export interface TagMove {
  tag: string;
  /** How it is written, where it is new. */
  label: string;
  by: number;
}

/**
 * Moves the counts of tags; one that comes to nothing goes. A tag may be named more than once. A transaction calls
 * this once, with all of its moves: it locks tags in their order, those that are not there yet too, so that two
 * posts with the same tags do not wait for each other.
 */
export async function moveTagCounts(queries: Queries, moves: readonly TagMove[]): Promise<void> {
  const byTag = new Map<string, TagMove>();
  for (const move of moves) {
    byTag.set(move.tag, { ...move, by: move.by + (byTag.get(move.tag)?.by ?? 0) });
  }
  const moved = [...byTag.values()].filter(({ by }) => by !== 0);
  if (moved.length === 0) return;
  await sql`
    insert into tags (tag, label, post_count)
    select tag, label, by from unnest(
      ${moved.map(({ tag }) => tag)}::text[], ${moved.map(({ label }) => label)}::text[],
      ${moved.map(({ by }) => by)}::bigint[]) as n(tag, label, by)
    order by tag collate "C"
    on conflict (tag) do update set post_count = tags.post_count + excluded.post_count`.execute(
    queries,
  );
  const lowered = moved.filter(({ by }) => by < 0).map(({ tag }) => tag);
  if (lowered.length === 0) return;
  // What nobody says any more is not kept as somebody's word.
  await sql`
    delete from tags where tag = any(${lowered}::text[]) and post_count = 0`.execute(queries);
}

/** Keeps a person's posts, and whether their account is private, as they are until the transaction ends. */
export async function lockTagger(
  queries: Queries,
  userId: UserId,
): Promise<{ isPrivate: boolean } | null> {
  const row = await queries
    .selectFrom('users')
    .where('id', '=', userId)
    .select('is_private as isPrivate')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** A tag of one of somebody's posts. */
export interface TagPlace {
  postId: PostId;
  tag: string;
}

/**
 * Takes some of a person's tags into the counts, or out of them, as their account is; the caller has locked
 * that. @returns the last one that was looked at; null when there are no more
 */
export async function recountSome(
  queries: Queries,
  userId: UserId,
  { isPrivate, after, limit }: { isPrivate: boolean; after: TagPlace | null; limit: number },
): Promise<TagPlace | null> {
  const { rows } = await sql<
    TagPlace & { isCounted: boolean; counts: boolean; text: string | null }
  >`
    select t.post_id as "postId", t.tag, t.is_counted as "isCounted", p.text,
      p.is_counted and p.visibility = 'public' and not ${isPrivate} as counts
    from post_tags t join posts p on p.author_id = t.author_id and p.id = t.post_id
    where t.author_id = ${userId}
      ${after ? sql`and (t.post_id, t.tag) > (${after.postId}::uuid, ${after.tag})` : sql``}
    order by t.post_id, t.tag limit ${limit}`.execute(queries);
  const wrong = rows.filter(({ isCounted, counts }) => isCounted !== counts);
  if (wrong.length > 0) {
    await sql`
      update post_tags t set is_counted = not t.is_counted
      from unnest(${wrong.map(({ postId }) => postId)}::uuid[], ${wrong.map(({ tag }) => tag)}::text[])
        as n(post_id, tag)
      where t.author_id = ${userId} and t.post_id = n.post_id and t.tag = n.tag`.execute(queries);
    const moves = wrong.map(({ tag, counts, text }) => {
      return { tag, label: tagsIn(text).get(tag) ?? tag, by: counts ? 1 : -1 };
    });
    await moveTagCounts(queries, moves);
  }
  return rows.length === limit ? (rows.at(-1) ?? null) : null;
}

import { type RawBuilder, sql } from 'kysely';
import { isFollowedBy, isFriendOf, isPersonVisible, type Viewer } from '../people/visibility.ts';

/**
 * Whether the viewer may see a post, as a condition of SQL: the one place of this rule. `post` and `author`
 * name what a query calls the row of `posts` and its author's row of `users`. One's own are seen archived too;
 * a private account's public ones by its followers; what is for friends by friends; nobody sees a deleted one.
 */
export function isPostVisible(
  viewerId: Viewer,
  { post, author }: { post: string; author: string },
): RawBuilder<boolean> {
  const authorId = `${author}.id`;
  const visibility = sql.ref(`${post}.visibility`);
  return sql<boolean>`(
    ${sql.ref(`${post}.deleted_at`)} is null
    and ${isPersonVisible(viewerId, author)}
    and (${sql.ref(authorId)} = ${viewerId}
      or ${sql.ref(`${post}.archived_at`)} is null and case ${visibility}
        when 'public' then not ${sql.ref(`${author}.is_private`)} or ${isFollowedBy(viewerId, authorId)}
        when 'followers' then ${isFollowedBy(viewerId, authorId)}
        else ${isFriendOf(viewerId, authorId)}
      end))`;
}

/** The same of a post that an expression names by its id; null names none, which hides nothing. */
export function isPostSeen(viewerId: Viewer, postId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${postId} is null or exists (
    select from posts seen_post join users seen_author on seen_author.id = seen_post.author_id
    where seen_post.id = ${postId}
      and ${isPostVisible(viewerId, { post: 'seen_post', author: 'seen_author' })}))`;
}

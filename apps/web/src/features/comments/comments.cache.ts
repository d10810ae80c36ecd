import type { Comment, Reply } from '@xom/contract/comments';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../../shell/pages.ts';
import { mapPages } from '../../shell/pages.ts';
import { patchPost } from '../posts/posts.cache.ts';
import { commentKeys, type Entry, isReply } from './comments.queries.ts';

/** The one place that changes comments and replies in the cache. */

type Pages<Item> = InfiniteData<Page<Item>>;

/** Takes over what the server says of a comment or a reply. */
export function takeEntry(queries: QueryClient, fresh: Entry): void {
  patchEntry(queries, fresh, () => fresh);
}

/** Changes a comment or a reply where it is shown. */
export function patchEntry<E extends Entry>(
  queries: QueryClient,
  entry: E,
  change: (entry: E) => E | null,
): void {
  const queryKey = isReply(entry)
    ? commentKeys.replies(entry.commentId)
    : commentKeys.comments(entry.postId);
  queries.setQueryData<Pages<E>>(
    queryKey,
    (data) => data && mapPages(data, (each) => (each.id === entry.id ? change(each) : each)),
  );
}

/** Shows a new comment of mine first. */
export function addComment(queries: QueryClient, comment: Comment): void {
  queries.setQueryData<Pages<Comment>>(commentKeys.comments(comment.postId), (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    return { ...data, pages: [{ ...first, items: [comment, ...first.items] }, ...rest] };
  });
}

/** Shows a new reply of mine last, and counts it. */
export function addReply(queries: QueryClient, comment: Comment, reply: Reply): void {
  queries.setQueryData<Pages<Reply>>(commentKeys.replies(comment.id), (data) => {
    const last = data?.pages.at(-1);
    // Where more are to come, it comes with them.
    if (!data || !last || last.nextCursor !== null) return data;
    return {
      ...data,
      pages: [...data.pages.slice(0, -1), { ...last, items: [...last.items, reply] }],
    };
  });
  patchEntry(queries, comment, (each) => ({ ...each, replyCount: each.replyCount + 1 }));
}

/** Takes a comment or a reply out, and no longer counts it. */
export function removeEntry(queries: QueryClient, entry: Entry, comment: Comment | null): void {
  patchEntry(queries, entry, () => null);
  if (comment)
    patchEntry(queries, comment, (each) => ({ ...each, replyCount: each.replyCount - 1 }));
  else
    patchPost(queries, entry.postId, (post) => ({ ...post, commentCount: post.commentCount - 1 }));
}

import type { Comment, Reply } from '@xom/contract/comments';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';

export const commentKeys = {
  comments: (postId: string) => ['comments', 'list', postId] as const,
  replies: (commentId: string) => [...commentKeys.allReplies, commentId] as const,
  allReplies: ['comments', 'replies'] as const,
  likes: (id: string) => ['comments', 'likes', id] as const,
};

/** What people say to a post, the newest first. */
export const commentsQuery = (postId: string) =>
  pagesQuery(commentKeys.comments(postId), ({ signal, ...page }) =>
    client.comments.list({ postId, ...page }, { signal }),
  );

/** What people answer to a comment, the oldest first. */
export const repliesQuery = (commentId: string) =>
  pagesQuery(commentKeys.replies(commentId), ({ signal, ...page }) =>
    client.replies.list({ commentId, ...page }, { signal }),
  );

/** Who likes a comment or a reply. */
export const commentLikesQuery = (entry: Entry) =>
  pagesQuery(commentKeys.likes(entry.id), ({ signal, ...page }) =>
    isReply(entry)
      ? client.replies.likes({ replyId: entry.id, ...page }, { signal })
      : client.comments.likes({ commentId: entry.id, ...page }, { signal }),
  );

/** A comment, or a reply to one. */
export type Entry = Comment | Reply;

export function isReply(entry: Entry): entry is Reply {
  return 'commentId' in entry;
}

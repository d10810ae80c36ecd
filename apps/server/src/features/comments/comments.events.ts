import type { CommentId, PostId, UserId } from '@xom/contract/fields';

/** A comment, and whose post it stands under. */
interface ToldComment {
  actorId: UserId;
  postId: PostId;
  postAuthorId: UserId;
  commentId: CommentId;
  commentAuthorId: UserId;
}

/** A reply, and the comment that it answers. */
interface ToldReply extends ToldComment {
  replyId: CommentId;
  replyAuthorId: UserId;
}

/** What people do with comments and replies; told on `post:<postId>`. */
export type CommentEvent =
  | (ToldComment & { type: 'comment.created' | 'comment.edited'; mentionedUserIds: UserId[] })
  | (ToldComment & { type: 'comment.deleted' | 'comment.liked' | 'comment.unliked' })
  | (ToldReply & { type: 'reply.created' | 'reply.edited'; mentionedUserIds: UserId[] })
  | (ToldReply & { type: 'reply.deleted' | 'reply.liked' | 'reply.unliked' });

import type { CommentId, UserId } from '@xom/contract/fields';
import type { AfterCommit, Notice, Notices } from '../../notices.ts';
import type { Queries } from '../../tables.ts';
import type { CommentEvent } from './comments.events.ts';

/** An act with what is gone by it. */
interface Act {
  happened: CommentEvent;
  goneIds?: readonly CommentId[];
  unmentionedIds?: readonly UserId[];
}

/** Writes, takes back or forgets what people are to be told of an act, in its transaction. */
export async function noteComment(
  queries: Queries,
  notices: Notices,
  { happened, goneIds = [], unmentionedIds = [] }: Act,
): Promise<AfterCommit> {
  switch (happened.type) {
    case 'comment.created':
    case 'reply.created': {
      return notices.tell(queries, [writtenTo(happened), ...mentioned(happened)]);
    }
    case 'comment.edited':
    case 'reply.edited': {
      const withdrawn = await notices.withdraw(queries, mentions(happened, unmentionedIds));
      const told = await notices.tell(queries, mentioned(happened));
      return () => {
        withdrawn();
        told();
      };
    }
    case 'comment.liked':
    case 'reply.liked':
      return notices.tell(queries, [likeOf(happened)]);
    case 'comment.unliked':
    case 'reply.unliked':
      return notices.withdraw(queries, [likeOf(happened)]);
    default:
      return notices.forget(queries, { commentIds: goneIds });
  }
}

type Written = Extract<CommentEvent, { mentionedUserIds: UserId[] }>;

/** To the author of what stands above. */
function writtenTo(event: Written): Notice {
  const { actorId, postId, commentId } = event;
  if (!('replyId' in event)) {
    return { kind: 'comment', userId: event.postAuthorId, actorId, postId, commentId };
  }
  const { replyId, commentAuthorId: userId } = event;
  return { kind: 'reply', userId, actorId, postId, parentId: commentId, commentId: replyId };
}

/** Of those whom it mentions: the author of what stands above is told of it anyway. */
function mentioned(event: Written): Notice[] {
  const above = 'replyId' in event ? event.commentAuthorId : event.postAuthorId;
  return mentions(
    event,
    event.mentionedUserIds.filter((id) => id !== above),
  );
}

function mentions(event: CommentEvent, userIds: readonly UserId[]): Notice[] {
  const { actorId, postId } = event;
  const { id: commentId } = subjectOf(event);
  return userIds.map((userId) => ({ kind: 'mention', userId, actorId, postId, commentId }));
}

function likeOf(event: CommentEvent): Notice {
  const { actorId, postId } = event;
  const { id: commentId, authorId: userId } = subjectOf(event);
  return { kind: 'like', userId, actorId, postId, commentId };
}

/** What an act is on: the reply, or the comment. */
function subjectOf(event: CommentEvent): { id: CommentId; authorId: UserId } {
  return 'replyId' in event
    ? { id: event.replyId, authorId: event.replyAuthorId }
    : { id: event.commentId, authorId: event.commentAuthorId };
}

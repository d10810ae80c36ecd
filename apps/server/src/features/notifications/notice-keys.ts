import type { CommentId, PostId } from '@xom/contract/fields';
import type { Notice } from '../../notices.ts';

/** How an act is stored: what makes acts one line, and what makes an act done again the same one. */
export interface NoticeKeys {
  subject: string;
  act: string;
  /** What the line is about: it goes with them. */
  about: { postId: PostId | null; commentId: CommentId | null };
  /** What the actor wrote, or nothing: the act goes with it. */
  wrote: { postId: PostId | null; commentId: CommentId | null };
}

const nothing = { postId: null, commentId: null };

/** The one place of this rule. Acts between people are grouped by the day (UTC) on which they happen. */
export function keysOf(notice: Notice, at: Date): NoticeKeys {
  const { actorId } = notice;
  switch (notice.kind) {
    case 'like': {
      const { postId, commentId } = notice;
      const subject = commentId ?? postId;
      const about = { postId, commentId };
      return { subject, act: `${subject}:${actorId}`, about, wrote: nothing };
    }
    case 'repost': {
      const { postId } = notice;
      const about = { postId, commentId: null };
      return { subject: postId, act: `${postId}:${actorId}`, about, wrote: nothing };
    }
    case 'comment': {
      const { postId, commentId } = notice;
      const about = { postId, commentId: null };
      return { subject: postId, act: commentId, about, wrote: { postId: null, commentId } };
    }
    case 'reply': {
      const { postId, parentId, commentId } = notice;
      const about = { postId, commentId: parentId };
      return { subject: parentId, act: commentId, about, wrote: { postId: null, commentId } };
    }
    case 'mention': {
      const { postId, commentId } = notice;
      const subject = commentId ?? postId;
      return { subject, act: subject, about: { postId, commentId }, wrote: nothing };
    }
    case 'tag': {
      const { postId } = notice;
      return { subject: postId, act: postId, about: { postId, commentId: null }, wrote: nothing };
    }
    case 'quote': {
      const { postId, quotingPostId } = notice;
      const about = { postId, commentId: null };
      const wrote = { postId: quotingPostId, commentId: null };
      return { subject: postId, act: quotingPostId, about, wrote };
    }
    default:
      return {
        subject: at.toISOString().slice(0, 10),
        act: actorId,
        about: nothing,
        wrote: nothing,
      };
  }
}

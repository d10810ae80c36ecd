import {
  type Comment,
  createComment,
  createReply,
  deleteComment,
  deleteReply,
  editComment,
  editReply,
  getComment,
  getReply,
  likeComment,
  likeReply,
  listCommentLikes,
  listComments,
  listReplies,
  listReplyLikes,
  pageComments,
  type Reply,
  unlikeComment,
  unlikeReply,
} from '@xom/contract/comments';
import { CommentId, UserId } from '@xom/contract/fields';
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { CommentDeletionService } from './comment-deletion.service.ts';
import type { CommentLikeService } from './comment-likes.service.ts';
import type { CommentListService, Part } from './comment-lists.service.ts';
import type { CommentPresenter } from './comment-presenter.ts';
import type { LikePosition, ShownComment } from './comment-view.queries.ts';
import type { CommentService } from './comments.service.ts';

export interface CommentServices {
  comments: CommentService;
  likes: CommentLikeService;
  deletion: CommentDeletionService;
  lists: CommentListService;
  presenter: CommentPresenter;
}

/** The operations of contract/comments.ts: who may is looked at under the locks of each act. */
export function commentBindings(services: CommentServices): Binding[] {
  return [...ofComments(services), ...ofReplies(services)];
}

function ofComments({ comments, likes, deletion, lists, presenter }: CommentServices): Binding[] {
  const show = async (row: ShownComment): Promise<Comment> => only(await presenter.comments([row]));
  const at = (id: CommentId) => ({ id, level: 'comment' }) as const;
  return [
    bind(listComments, async ({ postId, order, limit, cursor }, { caller }) => {
      const after = placeOf(cursor);
      const part = await lists.comments(caller.userId, postId, { after, order, limit });
      return page(part, await presenter.comments(part.rows));
    }),
    bind(pageComments, async ({ postId, page }, { caller }) => ({
      items: await presenter.comments(await lists.numberedPage(caller.userId, postId, page)),
    })),
    bind(createComment, async ({ postId, ...words }, { caller }) =>
      show(await comments.comment(caller.userId, postId, words)),
    ),
    bind(getComment, async ({ commentId }, { caller }) =>
      show(await lists.one(caller.userId, at(commentId))),
    ),
    bind(editComment, async ({ commentId, text }, { caller }) =>
      show(await comments.edit(caller.userId, at(commentId), text)),
    ),
    bind(deleteComment, async ({ commentId }, { caller }) => {
      await deletion.delete(caller.userId, at(commentId));
      return {};
    }),
    bind(likeComment, async ({ commentId }, { caller }) =>
      show(await likes.set(caller.userId, at(commentId), true)),
    ),
    bind(unlikeComment, async ({ commentId }, { caller }) =>
      show(await likes.set(caller.userId, at(commentId), false)),
    ),
    bind(listCommentLikes, async ({ commentId, limit, cursor }, { caller }) => {
      const wanted = { after: likeOf(cursor), limit };
      return likers(await lists.likes(caller.userId, at(commentId), wanted), presenter);
    }),
  ];
}

function ofReplies({ comments, likes, deletion, lists, presenter }: CommentServices): Binding[] {
  const show = async (row: ShownComment): Promise<Reply> => only(await presenter.replies([row]));
  const at = (id: CommentId) => ({ id, level: 'reply' }) as const;
  return [
    bind(listReplies, async ({ commentId, limit, cursor }, { caller }) => {
      const wanted = { after: placeOf(cursor), order: 'oldest', limit } as const;
      const part = await lists.replies(caller.userId, commentId, wanted);
      return page(part, await presenter.replies(part.rows));
    }),
    bind(createReply, async ({ commentId, ...words }, { caller }) =>
      show(await comments.reply(caller.userId, commentId, words)),
    ),
    bind(getReply, async ({ replyId }, { caller }) =>
      show(await lists.one(caller.userId, at(replyId))),
    ),
    bind(editReply, async ({ replyId, text }, { caller }) =>
      show(await comments.edit(caller.userId, at(replyId), text)),
    ),
    bind(deleteReply, async ({ replyId }, { caller }) => {
      await deletion.delete(caller.userId, at(replyId));
      return {};
    }),
    bind(likeReply, async ({ replyId }, { caller }) =>
      show(await likes.set(caller.userId, at(replyId), true)),
    ),
    bind(unlikeReply, async ({ replyId }, { caller }) =>
      show(await likes.set(caller.userId, at(replyId), false)),
    ),
    bind(listReplyLikes, async ({ replyId, limit, cursor }, { caller }) => {
      const wanted = { after: likeOf(cursor), limit };
      return likers(await lists.likes(caller.userId, at(replyId), wanted), presenter);
    }),
  ];
}

function only<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new Error('one row was shown as none');
  return item;
}

function placeOf(cursor: string | undefined): CommentId | null {
  return cursor === undefined ? null : readCursor(CommentId, cursor);
}

function page<Item>({ next }: Part<unknown, CommentId>, items: Item[]) {
  return { items, nextCursor: next && writeCursor(next), hasMore: next !== null };
}

const LikePlace = z.tuple([z.iso.datetime(), UserId]);

function likeOf(cursor: string | undefined): LikePosition | null {
  if (cursor === undefined) return null;
  const [at, userId] = readCursor(LikePlace, cursor);
  return { at: new Date(at), userId };
}

async function likers(
  { rows, next }: Part<LikePosition, LikePosition>,
  presenter: CommentPresenter,
) {
  return {
    items: await presenter.likes(rows),
    nextCursor: next && writeCursor([next.at.toISOString(), next.userId]),
    hasMore: next !== null,
  };
}

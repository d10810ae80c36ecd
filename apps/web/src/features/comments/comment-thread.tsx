import type { Comment } from '@xom/contract/comments';
import type { Post } from '@xom/contract/posts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Skeleton, SkeletonText } from '../../design/skeleton.tsx';
import { client } from '../../shell/client.ts';
import { newClientId } from '@xom/sdk/client-id';
import { QueryList } from '../../shell/query-list.tsx';
import { useMe } from '../../shell/session.tsx';
import { CommentCard } from './comment-card.tsx';
import { CommentField } from './comment-field.tsx';
import { addReply } from './comments.cache.ts';
import { repliesQuery } from './comments.queries.ts';

/** A comment with the replies to it, which are shown when one asks for them. */
export function CommentThread({ comment, post }: { comment: Comment; post: Post }) {
  const { t } = useTranslation('comments');
  const me = useMe();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  /** Whom one answers; null: one does not. */
  const [answered, setAnswered] = useState<string | null>(null);
  const [clientId, setClientId] = useState(newClientId);
  const { id: commentId, replyCount } = comment;

  const answer = (username: string | null) => {
    setOpen(true);
    setAnswered(username === null || username === me.username ? '' : `@${username} `);
  };
  const send = async (text: string) => {
    const reply = await client.replies.create({ commentId, text, clientId });
    setClientId(newClientId());
    addReply(queries, comment, reply);
    setAnswered(null);
  };
  return (
    <div className="border-b border-hairline py-1">
      <CommentCard entry={comment} post={post} onReply={() => answer(null)} />
      <div className="pl-13">
        {replyCount > 0 && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="min-h-11 px-4 text-caption text-brick underline-offset-4 hover:underline"
          >
            {t(isOpen ? 'hideReplies' : 'showReplies', { count: replyCount })}
          </button>
        )}
        {isOpen && (
          <>
            <QueryList
              label={t('replies')}
              query={repliesQuery(commentId)}
              itemKey={({ id }) => id}
              renderItem={(reply) => (
                <CommentCard
                  entry={reply}
                  comment={comment}
                  post={post}
                  onReply={() => answer(reply.author.username)}
                />
              )}
              skeleton={<CommentSkeleton />}
              empty={null}
            />
            {answered !== null && (
              <div className="px-4 py-2">
                <CommentField
                  key={answered}
                  label={t('writeReply')}
                  placeholder={t('writeReply')}
                  text={answered}
                  onSend={send}
                  autoFocus
                />
              </div>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** The shape of a comment that is coming. */
export function CommentSkeleton() {
  return (
    <div aria-hidden className="flex gap-3 px-4 py-3">
      <Skeleton className="size-8 shrink-0 rounded-full" />
      <div className="flex-1">
        <Skeleton className="h-3.5 w-1/3" />
        <SkeletonText lines={2} />
      </div>
    </div>
  );
}

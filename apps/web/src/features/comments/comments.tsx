import type { Post } from '@xom/contract/posts';
import { useQueryClient } from '@tanstack/react-query';
import { MessageCircle } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { client } from '../../shell/client.ts';
import { newClientId } from '@xom/sdk/client-id';
import { QueryList } from '../../shell/query-list.tsx';
import { patchPost } from '../posts/posts.cache.ts';
import { CommentField } from './comment-field.tsx';
import { CommentSkeleton, CommentThread } from './comment-thread.tsx';
import { addComment } from './comments.cache.ts';
import { commentKeys, commentsQuery } from './comments.queries.ts';

/** What people say to a post, and where one says something oneself. */
export function Comments({ post }: { post: Post }) {
  const { t } = useTranslation('comments');
  const queries = useQueryClient();
  const { id: postId, commentCount } = post;
  // How many there were when they were read last: what comes after waits until it is asked for.
  const [knownCount, setKnownCount] = useState(commentCount);
  const [isSending, setSending] = useState(false);
  // While mine is on its way, the count may be ahead of it.
  const newCount = isSending ? 0 : commentCount - knownCount;
  const [clientId, setClientId] = useState(newClientId);

  const send = async (text: string) => {
    setSending(true);
    const comment = await client.comments
      .create({ postId, text, clientId })
      .finally(() => setSending(false));
    setClientId(newClientId());
    addComment(queries, comment);
    setKnownCount((before) => before + 1);
    patchPost(queries, postId, (each) => ({
      ...each,
      // The event may have counted it already.
      commentCount: Math.max(each.commentCount, commentCount + 1),
    }));
  };
  const readAnew = () => {
    setKnownCount(commentCount);
    void queries.invalidateQueries({ queryKey: commentKeys.comments(postId) });
  };
  // Which one went, nobody says.
  useFall(commentCount, () => {
    readAnew();
    void queries.invalidateQueries({ queryKey: commentKeys.allReplies });
  });
  return (
    <section aria-label={t('title')}>
      <div className="border-b border-hairline px-4 py-3">
        <CommentField label={t('write')} placeholder={t('writeHint')} onSend={send} />
      </div>
      <div role="status">
        {newCount > 0 && (
          <Button
            variant="link"
            className="w-full rounded-none border-b-hairline"
            onClick={readAnew}
          >
            {t('showNew', { count: newCount })}
          </Button>
        )}
      </div>
      <QueryList
        label={t('title')}
        query={commentsQuery(postId)}
        itemKey={({ id }) => id}
        renderItem={(comment) => <CommentThread comment={comment} post={post} />}
        skeleton={<CommentSkeleton />}
        empty={<EmptyState icon={<MessageCircle />} title={t('noneTitle')} text={t('noneText')} />}
      />
    </section>
  );
}

/** Does something when a count falls. */
function useFall(count: number, act: () => void): void {
  const before = useRef(count);
  const fell = useEffectEvent(act);
  useEffect(() => {
    if (count < before.current) fell();
    before.current = count;
  }, [count]);
}

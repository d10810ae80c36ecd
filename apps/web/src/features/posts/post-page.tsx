import type { Post } from '@xom/contract/posts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { XomError } from '@xom/sdk/client';
import { FileX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { EmptyState } from '../../design/state.tsx';
import { client } from '../../shell/client.ts';
import { LoadError } from '../../shell/load-error.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useConnection } from '../../shell/live.tsx';
import { Page } from '../../shell/page.tsx';
import { Comments } from '../comments/comments.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { PersonLink } from './person-link.tsx';
import { PostActions } from './post-actions.tsx';
import { VisibilityMark } from './post-byline.tsx';
import { PostBody } from './post-card.tsx';
import { type PostDialogName, PostDialogs } from './post-dialogs.tsx';
import { PostSkeleton } from './post-list.tsx';
import { PostMenu } from './post-menu.tsx';
import { listedPost } from './posts.cache.ts';
import { postQuery } from './posts.queries.ts';

/** One post with what people say to it. */
export function PostPage() {
  const { t } = useTranslation('posts');
  const { postId = '' } = useParams({ strict: false });
  const nameOf = usePersonName();
  const queries = useQueryClient();
  const {
    data: post,
    error,
    refetch,
  } = useQuery({ ...postQuery(postId), placeholderData: () => listedPost(queries, postId) });
  useOpenPost(postId);
  const isGone = error instanceof XomError && error.code === 'not_found';
  const title = post && !isGone ? t('postBy', { name: nameOf(post.author) }) : t('post');
  return (
    <Page title={title} back="/" aside={<SuggestionsCard />}>
      {isGone ? (
        <EmptyState icon={<FileX />} title={t('goneTitle')} text={t('goneText')} />
      ) : post ? (
        <WholePost key={post.id} post={post} />
      ) : error ? (
        <LoadError error={error} onRetry={refetch} />
      ) : (
        <PostSkeleton />
      )}
    </Page>
  );
}

function WholePost({ post }: { post: Post }) {
  const nameOf = usePersonName();
  const formats = useFormats();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<PostDialogName | null>(null);
  const { author } = post;
  return (
    <>
      <article className="border-b border-hairline px-4 pt-4 pb-1">
        <header className="mb-3 flex items-start gap-3">
          <PersonLink person={author} className="flex min-w-0 flex-1 items-center gap-3">
            <Avatar id={author.id} name={nameOf(author)} photoUrl={author.photoUrl} />
            <span className="min-w-0">
              <span className="block truncate font-semibold">{nameOf(author)}</span>
              {author.username !== null && (
                <span className="block truncate text-caption text-muted">@{author.username}</span>
              )}
            </span>
          </PersonLink>
          <PostMenu post={post} onDialog={setDialog} />
        </header>
        <PostBody post={post} isWhole onDialog={setDialog} />
        <div className="mt-3 flex items-center gap-1.5 text-caption text-muted">
          <time dateTime={post.createdAt}>{formats.dateTime(post.createdAt)}</time>
          <VisibilityMark visibility={post.visibility} />
        </div>
        <Counts post={post} onDialog={setDialog} />
        <PostActions post={post} onQuote={() => setDialog('quote')} />
      </article>
      <Comments post={post} />
      <PostDialogs
        post={post}
        name={dialog}
        onClose={() => setDialog(null)}
        onDeleted={() => void navigate({ to: '/', replace: true })}
      />
    </>
  );
}

/** How many like and repost it; each leads to who they are. */
function Counts({ post, onDialog }: { post: Post; onDialog: (name: PostDialogName) => void }) {
  const { t } = useTranslation('posts');
  const formats = useFormats();
  const { likeCount, repostCount } = post;
  if (likeCount + repostCount === 0) return null;
  const look = 'touch min-h-9 text-muted underline-offset-4 hover:underline';
  const bold = { b: <b className="font-semibold text-ink" /> };
  const values = (count: number) => ({ count, value: formats.count(count) });
  return (
    <div className="mt-2 flex gap-5 border-t border-hairline pt-1">
      {likeCount > 0 && (
        <button type="button" className={look} onClick={() => onDialog('likes')}>
          <Trans
            t={t}
            i18nKey="likeCount"
            count={likeCount}
            values={values(likeCount)}
            components={bold}
          />
        </button>
      )}
      {repostCount > 0 && (
        <button type="button" className={look} onClick={() => onDialog('reposts')}>
          <Trans
            t={t}
            i18nKey="repostCount"
            count={repostCount}
            values={values(repostCount)}
            components={bold}
          />
        </button>
      )}
    </div>
  );
}

/** Says that I look at a post, so that its counts move while I do. */
function useOpenPost(postId: string): void {
  const isConnected = useConnection() === 'connected';
  useEffect(() => {
    if (!isConnected) return undefined;
    // A post that is not there, or a line that breaks, the page itself finds out about.
    void client.posts.open({ postId }).catch(() => undefined);
    return () => {
      if (client.connection === 'connected')
        void client.posts.close({ postId }).catch(() => undefined);
    };
  }, [postId, isConnected]);
}

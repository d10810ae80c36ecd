import type { Post } from '@xom/contract/posts';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Heart, MessageCircle, Quote, Repeat2, Share } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Menu } from '../../design/menu.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useShareLink } from './use-share-link.ts';
import { usePostActs } from './use-post-acts.ts';

/** What one does with a post, and how many did. */
export function PostActions({ post, onQuote }: { post: Post; onQuote: () => void }) {
  const { t } = useTranslation('posts');
  const navigate = useNavigate();
  const act = usePostActs(post);
  const share = useShareLink();
  const { id: postId, commentCount, likeCount, repostCount, quoteCount, saveCount } = post;
  const openComments = () => void navigate({ to: '/posts/$postId', params: { postId } });
  const canRepost = post.visibility === 'public' && post.archivedAt === null;
  return (
    <div className="mt-1 -mx-1.5 flex max-w-110 items-center justify-between tablet:-ml-2.5">
      <ActionButton
        icon={<MessageCircle />}
        label={t('comment', { count: commentCount })}
        count={commentCount}
        onClick={openComments}
      />
      <Menu
        label={t('repost', { count: repostCount + quoteCount })}
        align="start"
        trigger={
          <ActionButton
            icon={<Repeat2 />}
            label={t('repost', { count: repostCount + quoteCount })}
            count={repostCount + quoteCount}
            isOn={post.repostedByMe}
            isDisabled={!canRepost}
          />
        }
        entries={[
          {
            label: t(post.repostedByMe ? 'undoRepost' : 'repostNow'),
            icon: <Repeat2 />,
            onSelect: () => act('repost'),
          },
          { label: t('quote'), icon: <Quote />, onSelect: onQuote },
        ]}
      />
      <ActionButton
        icon={<Heart className={post.likedByMe ? 'fill-current' : ''} />}
        label={t('like', { count: likeCount })}
        count={likeCount}
        isOn={post.likedByMe}
        isPressable
        onClick={() => act('like')}
      />
      <ActionButton
        icon={<Bookmark className={post.savedByMe ? 'fill-current' : ''} />}
        label={saveCount === null ? t('saveNow') : t('save', { count: saveCount })}
        count={saveCount ?? 0}
        isOn={post.savedByMe}
        isPressable
        onClick={() => act('save')}
      />
      <ActionButton icon={<Share />} label={t('share')} onClick={() => void share(postId)} />
    </div>
  );
}

interface ActionButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: ReactNode;
  label: string;
  count?: number;
  isOn?: boolean;
  isPressable?: boolean;
  isDisabled?: boolean;
}

/** An icon with a number beside it. */
export function ActionButton({
  icon,
  label,
  count = 0,
  isOn = false,
  isPressable = false,
  isDisabled = false,
  ...props
}: ActionButtonProps) {
  const formats = useFormats();
  return (
    <button
      type="button"
      {...props}
      disabled={isDisabled}
      aria-label={label}
      aria-pressed={isPressable ? isOn : undefined}
      className={`icons touch inline-flex h-9 min-w-9 shrink-0 items-center gap-1 rounded-full px-1.5 text-caption whitespace-nowrap tabular-nums tablet:gap-1.5 tablet:px-2.5 transition-colors hover:bg-hover disabled:opacity-40 disabled:hover:bg-transparent ${isOn ? 'text-brick' : 'text-muted hover:text-ink'}`}
    >
      {icon}
      {count > 0 && <span aria-hidden>{formats.count(count)}</span>}
    </button>
  );
}

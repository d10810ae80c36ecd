import type { QuotedPost } from '@xom/contract/posts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { useFormats } from '../../shell/formats.ts';
import { MediaThumb } from '../media/picture-grid.tsx';
import { usePersonName } from '../people/person-name.tsx';

/** The post that another one quotes, in short; it leads there. */
export function QuoteCard({ post, isLink = true }: { post: QuotedPost; isLink?: boolean }) {
  const { t } = useTranslation('posts');
  const formats = useFormats();
  const nameOf = usePersonName();
  const { author, media, text } = post;
  const [first] = media;
  const shape = 'mt-3 flex gap-3 rounded-md border border-hairline p-3 text-left transition-colors';
  const content = (
    <>
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 items-center gap-1.5 text-caption text-muted">
          <Avatar id={author.id} name={nameOf(author)} photoUrl={author.photoUrl} size="xs" />
          <span className="truncate font-semibold text-ink">{nameOf(author)}</span>
          <span aria-hidden>·</span>
          <time dateTime={post.createdAt} className="shrink-0">
            {formats.relativeTime(post.createdAt)}
          </time>
        </span>
        <span className="mt-1 line-clamp-4 whitespace-pre-line">
          {text ?? t('filesOnly', { count: media.length })}
        </span>
      </span>
      {first && <MediaThumb media={first} className="size-20" />}
    </>
  );
  if (!isLink) return <div className={shape}>{content}</div>;
  return (
    <Link to="/posts/$postId" params={{ postId: post.id }} className={`${shape} hover:bg-hover`}>
      <span className="sr-only">{t('quotedFrom', { name: nameOf(author) })}</span>
      {content}
    </Link>
  );
}

/** In its place, when it is gone or not for me to see. */
export function QuoteGone() {
  const { t } = useTranslation('posts');
  return (
    <p className="mt-3 rounded-md border border-hairline p-3 text-caption text-muted">
      {t('quoteGone')}
    </p>
  );
}

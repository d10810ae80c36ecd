import type { QuotedPost } from '@xom/contract/posts';
import { Link } from '@tanstack/react-router';
import { UserCheck, UsersRound } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { useFormats } from '../../shell/formats.ts';
import { PersonLink } from './person-link.tsx';

const marks = { followers: UserCheck, friends: UsersRound } as const;

/** Who posted, when, and for whom. */
export function PostByline({ post }: { post: QuotedPost }) {
  const { author } = post;
  return (
    <div className="flex min-w-0 items-baseline gap-1.5 text-muted">
      <PersonLink
        person={author}
        className="min-w-0 truncate font-semibold text-ink underline-offset-4 hover:underline"
      />
      {author.username !== null && (
        <span className="hidden min-w-8 shrink-[9] truncate text-caption min-[25rem]:inline">
          @{author.username}
        </span>
      )}
      <span aria-hidden>·</span>
      <PostTime post={post} />
      <VisibilityMark visibility={post.visibility} />
    </div>
  );
}

/** How long ago it was posted; leads to the post. */
function PostTime({ post: { id, createdAt } }: { post: QuotedPost }) {
  const formats = useFormats();
  return (
    <Link
      to="/posts/$postId"
      params={{ postId: id }}
      title={formats.dateTime(createdAt)}
      className="touch shrink-0 text-caption underline-offset-4 hover:underline"
    >
      <time dateTime={createdAt}>{formats.relativeTime(createdAt)}</time>
    </Link>
  );
}

/** For whom it is, where that is not everybody. */
export function VisibilityMark({ visibility }: Pick<QuotedPost, 'visibility'>) {
  const { t } = useTranslation('posts');
  if (visibility === 'public') return null;
  const Icon = marks[visibility];
  const label = t(`visibility.${visibility}`);
  return (
    <span className="shrink-0 self-center" title={label}>
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      <span className="sr-only">{label}</span>
    </span>
  );
}

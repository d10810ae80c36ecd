import type { Post } from '@xom/contract/posts';
import { useNavigate } from '@tanstack/react-router';
import { Repeat2 } from 'lucide-react';
import { memo, type MouseEvent, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { PictureGrid } from '../media/picture-grid.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonLink } from './person-link.tsx';
import { PostActions } from './post-actions.tsx';
import { PostByline } from './post-byline.tsx';
import { type PostDialogName, PostDialogs } from './post-dialogs.tsx';
import { PostMenu } from './post-menu.tsx';
import { PostText } from './post-text.tsx';
import { QuoteCard, QuoteGone } from './quote-card.tsx';
import { TaggedPeople } from './tagged-people.tsx';

/** A post in a list. All of it leads to its page. */
export const PostCard = memo(function PostCard({ post }: { post: Post }) {
  const nameOf = usePersonName();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<PostDialogName | null>(null);
  const { author } = post;
  const open = ({ target, currentTarget }: MouseEvent) => {
    // Not what has an act of its own, nor what a dialog of this card shows, nor the end of a selection.
    if (!(target instanceof Element) || !currentTarget.contains(target)) return;
    if (target.closest('a, button, video, label') || getSelection()?.isCollapsed === false) return;
    void navigate({ to: '/posts/$postId', params: { postId: post.id } });
  };
  return (
    // The time is the link to the post; that all of it leads there is a convenience of the pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      onClick={open}
      className="cursor-pointer border-b border-hairline px-4 pt-3 pb-1 transition-colors"
    >
      <RepostLine post={post} />
      <div className="flex gap-3">
        <PersonLink person={author} className="touch h-fit shrink-0 rounded-full">
          <Avatar
            id={author.id}
            name={nameOf(author)}
            photoUrl={author.photoUrl}
            label={nameOf(author)}
          />
        </PersonLink>
        <div className="min-w-0 flex-1">
          <div className="flex items-start justify-between gap-2">
            <div className="min-w-0 flex-1">
              <PostByline post={post} />
            </div>
            <PostMenu post={post} onDialog={setDialog} />
          </div>
          <PostBody post={post} onDialog={setDialog} />
          <PostActions post={post} onQuote={() => setDialog('quote')} />
        </div>
      </div>
      <PostDialogs post={post} name={dialog} onClose={() => setDialog(null)} />
    </div>
  );
});

/** What a post holds: text, files, quote, whom it tags. */
export function PostBody({
  post,
  isWhole = false,
  onDialog,
}: {
  post: Post;
  isWhole?: boolean;
  onDialog: (name: PostDialogName) => void;
}) {
  const { t } = useTranslation('posts');
  return (
    <>
      {post.text !== null && (
        <PostText text={post.text} mentions={post.mentions} isWhole={isWhole} />
      )}
      <TaggedPeople people={post.taggedUsers} />
      {post.media.length > 0 && (
        <div className="mt-3">
          <PictureGrid media={post.media} />
        </div>
      )}
      {post.quoted ? <QuoteCard post={post.quoted} /> : post.quoteOf !== null && <QuoteGone />}
      {post.editedAt !== null && (
        <button
          type="button"
          onClick={() => onDialog('edits')}
          className="touch mt-1 text-caption text-muted underline-offset-4 hover:underline"
        >
          {t('edited')}
        </button>
      )}
    </>
  );
}

function RepostLine({ post: { repostedBy } }: { post: Post }) {
  const { t } = useTranslation('posts');
  const nameOf = usePersonName();
  if (!repostedBy) return null;
  return (
    <p className="mb-1 flex items-center gap-3 text-caption text-muted">
      <span className="flex w-10 shrink-0 justify-end">
        <Repeat2 aria-hidden className="size-4" strokeWidth={1.75} />
      </span>
      <PersonLink person={repostedBy} className="truncate underline-offset-4 hover:underline">
        {t('repostedBy', { name: nameOf(repostedBy) })}
      </PersonLink>
    </p>
  );
}

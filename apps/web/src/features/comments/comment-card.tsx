import type { Comment } from '@xom/contract/comments';
import type { Post } from '@xom/contract/posts';
import { Ellipsis, Heart, Pencil, Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonLink } from '../posts/person-link.tsx';
import { ActionButton } from '../posts/post-actions.tsx';
import { WrittenText } from '../posts/post-text.tsx';
import { CommentDialogs, type CommentDialogName } from './comment-dialogs.tsx';
import { CommentField } from './comment-field.tsx';
import { type Entry, isReply } from './comments.queries.ts';
import { useCommentActs } from './use-comment-acts.ts';

interface CommentCardProps {
  entry: Entry;
  /** What a reply answers. */
  comment?: Comment;
  post: Post;
  onReply: () => void;
}

/** A comment, or a reply to one. */
export function CommentCard({ entry, comment, post, onReply }: CommentCardProps) {
  const { t } = useTranslation('comments');
  const nameOf = usePersonName();
  const [isEditing, setEditing] = useState(false);
  const [dialog, setDialog] = useState<CommentDialogName | null>(null);
  const { toggleLike, edit } = useCommentActs(entry);
  const { author, likeCount } = entry;
  return (
    <article
      aria-label={t(isReply(entry) ? 'replyBy' : 'commentBy', { name: nameOf(author) })}
      className="flex gap-3 px-4 pt-2"
    >
      <PersonLink person={author} className="touch h-fit shrink-0 rounded-full">
        <Avatar
          id={author.id}
          name={nameOf(author)}
          photoUrl={author.photoUrl}
          size={isReply(entry) ? 'xs' : 'sm'}
          label={nameOf(author)}
        />
      </PersonLink>
      <div className="min-w-0 flex-1">
        <Byline entry={entry} />
        {isEditing ? (
          <CommentField
            label={t('change')}
            text={entry.text}
            onSend={async (text) => {
              await edit(text);
              setEditing(false);
            }}
            onCancel={() => setEditing(false)}
            autoFocus
          />
        ) : (
          <p>
            <WrittenText text={entry.text} mentions={entry.mentions} />
          </p>
        )}
        <div className="-ml-1.5 flex items-center gap-1 tablet:-ml-2.5">
          <ActionButton
            icon={<Heart className={entry.likedByMe ? 'fill-current' : ''} />}
            label={t('like', { count: likeCount })}
            count={likeCount}
            isOn={entry.likedByMe}
            isPressable
            onClick={toggleLike}
          />
          <button
            type="button"
            onClick={onReply}
            className="touch h-9 rounded-full px-2.5 text-caption text-muted hover:bg-hover hover:text-ink"
          >
            {t('reply')}
          </button>
          <CommentMenu
            entry={entry}
            post={post}
            onEdit={() => setEditing(true)}
            onDialog={setDialog}
          />
        </div>
      </div>
      <CommentDialogs
        entry={entry}
        comment={comment ?? null}
        name={dialog}
        onClose={() => setDialog(null)}
      />
    </article>
  );
}

function Byline({ entry: { author, createdAt, editedAt } }: { entry: Entry }) {
  const { t } = useTranslation('comments');
  const formats = useFormats();
  return (
    <p className="flex min-w-0 items-baseline gap-1.5 text-caption text-muted">
      <PersonLink
        person={author}
        className="min-w-0 truncate text-body font-semibold text-ink underline-offset-4 hover:underline"
      />
      <span aria-hidden>·</span>
      <time dateTime={createdAt} title={formats.dateTime(createdAt)} className="shrink-0">
        {formats.relativeTime(createdAt)}
      </time>
      {editedAt !== null && <span title={formats.dateTime(editedAt)}>{t('edited')}</span>}
    </p>
  );
}

function CommentMenu({
  entry,
  post,
  onEdit,
  onDialog,
}: Pick<CommentCardProps, 'entry' | 'post'> & {
  onEdit: () => void;
  onDialog: (name: CommentDialogName) => void;
}) {
  const { t } = useTranslation('comments');
  const me = useMe();
  const isMine = entry.author.id === me.id;
  const canDelete = isMine || post.author.id === me.id || me.role !== 'user';
  if (!canDelete && entry.likeCount === 0) return null;
  return (
    <Menu
      label={t('menu')}
      trigger={<IconButton size="sm" label={t('menu')} icon={<Ellipsis />} />}
      entries={[
        isMine && { label: t('edit'), icon: <Pencil />, onSelect: onEdit },
        entry.likeCount > 0 && {
          label: t('likers'),
          icon: <UsersRound />,
          onSelect: () => onDialog('likes'),
        },
        canDelete && {
          label: t('delete'),
          icon: <Trash2 />,
          isDanger: true,
          onSelect: () => onDialog('delete'),
        },
      ]}
    />
  );
}

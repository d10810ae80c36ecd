import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { usePersonName } from '../people/person-name.tsx';
import { Composer } from './composer.tsx';
import { EditsDialog } from './edits-dialog.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import type { PostDialogName, PostDialogsProps } from './post-dialogs.tsx';
import { removePost } from './posts.cache.ts';
import { postLikesQuery, postRepostsQuery } from './posts.queries.ts';

type SurfaceProps = PostDialogsProps & { isOpen: boolean; name: PostDialogName };

/** The dialogs themselves. */
export function PostDialogsSurface({ post, name, isOpen, onClose, onDeleted }: SurfaceProps) {
  const { t } = useTranslation('posts');
  const dialog = { isOpen, onClose };
  switch (name) {
    case 'edit':
      return <Composer {...dialog} edited={post} />;
    case 'quote':
      return <Composer {...dialog} quoted={post} />;
    case 'edits':
      return <EditsDialog {...dialog} post={post} />;
    case 'likes':
      return <PeopleDialog {...dialog} title={t('likers')} query={postLikesQuery(post.id)} />;
    case 'reposts':
      return <PeopleDialog {...dialog} title={t('reposters')} query={postRepostsQuery(post.id)} />;
    case 'delete':
      return <DeleteDialog {...dialog} post={post} {...(onDeleted && { onDeleted })} />;
    default:
      return <BlockDialog {...dialog} post={post} />;
  }
}

type ConfirmProps = Pick<SurfaceProps, 'post' | 'isOpen' | 'onClose' | 'onDeleted'>;

function DeleteDialog({ post, isOpen, onClose, onDeleted }: ConfirmProps) {
  const { t } = useTranslation(['posts', 'shell']);
  const queries = useQueryClient();
  const { run, isBusy } = useConfirmed({
    act: () => client.posts.delete({ postId: post.id }),
    done: t('deleted'),
    onDone: () => {
      onClose();
      onDeleted?.();
      removePost(queries, post.id);
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('deleteTitle')}
      text={t('deleteText')}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t('delete')}
      onConfirm={run}
      isBusy={isBusy}
      isDanger
    />
  );
}

function BlockDialog({ post: { author }, isOpen, onClose }: ConfirmProps) {
  const { t } = useTranslation(['posts', 'shell']);
  const name = usePersonName()(author);
  const { run, isBusy } = useConfirmed({
    act: () => client.users.block({ userId: author.id }),
    done: t('blocked', { name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('blockTitle', { name })}
      text={t('blockText')}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t('blockNow')}
      onConfirm={run}
      isBusy={isBusy}
      isDanger
    />
  );
}

function useConfirmed(confirmed: {
  act: () => Promise<unknown>;
  done: string;
  onDone: () => void;
}) {
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: confirmed.act,
    onSuccess: () => {
      toast.show({ kind: 'success', text: confirmed.done });
      confirmed.onDone();
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return { run: () => mutate(), isBusy: isPending };
}

import type { Post } from '@xom/contract/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Archive,
  ArchiveRestore,
  Ban,
  Ellipsis,
  History,
  Link2,
  Pencil,
  Repeat2,
  Trash2,
  UserRoundX,
  VolumeX,
} from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import type { PostDialogName } from './post-dialogs.tsx';
import { leaveTagged, moveToArchive } from './posts.cache.ts';
import { useShareLink } from './use-share-link.ts';

/** What else one can do with a post. */
export function PostMenu({
  post,
  onDialog,
}: {
  post: Post;
  onDialog: (name: PostDialogName) => void;
}) {
  const { t } = useTranslation('posts');
  const me = useMe();
  const nameOf = usePersonName();
  const queries = useQueryClient();
  const share = useShareLink();
  const act = useAct();
  const { id: postId, author } = post;
  const isMine = author.id === me.id;
  const isArchived = post.archivedAt !== null;
  const isTagged = post.taggedUsers.some(({ id }) => id === me.id);
  const name = nameOf(author);
  const archive = async () => {
    const call = isArchived ? client.posts.unarchive : client.posts.archive;
    moveToArchive(queries, await call({ postId }));
  };
  return (
    <Menu
      label={t('menu', { name })}
      trigger={
        <IconButton
          size="sm"
          label={t('menu', { name })}
          icon={<Ellipsis />}
          className="-mt-1.5 -mr-2"
        />
      }
      entries={[
        isMine && { label: t('edit'), icon: <Pencil />, onSelect: () => onDialog('edit') },
        post.editedAt !== null && {
          label: t('edits'),
          icon: <History />,
          onSelect: () => onDialog('edits'),
        },
        { label: t('copyLink'), icon: <Link2 />, onSelect: () => void share(postId) },
        post.repostCount > 0 && {
          label: t('reposters'),
          icon: <Repeat2 />,
          onSelect: () => onDialog('reposts'),
        },
        isMine && {
          label: t(isArchived ? 'unarchive' : 'archive'),
          icon: isArchived ? <ArchiveRestore /> : <Archive />,
          onSelect: () =>
            act({ run: archive, done: t(isArchived ? 'unarchived' : 'archivedDone') }),
        },
        isTagged && {
          label: t('untag'),
          icon: <UserRoundX />,
          onSelect: () =>
            act({
              run: async () => leaveTagged(queries, await client.posts.untag({ postId }), me.id),
              done: t('untagged'),
            }),
        },
        !isMine && 'separator',
        !isMine && {
          label: t('mute', { name }),
          icon: <VolumeX />,
          onSelect: () =>
            act({
              run: () => client.users.mute({ userId: author.id }),
              done: t('muted', { name }),
            }),
        },
        !isMine && {
          label: t('block', { name }),
          icon: <Ban />,
          isDanger: true,
          onSelect: () => onDialog('block'),
        },
        (isMine || me.role !== 'user') && {
          label: t('delete'),
          icon: <Trash2 />,
          isDanger: true,
          onSelect: () => onDialog('delete'),
        },
      ]}
    />
  );
}

interface Act {
  run(): Promise<unknown>;
  /** Told when it is done. */
  readonly done: string;
}

/** Does something, and says how it ended. */
export function useAct(): (act: Act) => void {
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate } = useMutation({
    mutationFn: ({ run }: Act) => run(),
    onSuccess: (_answer, { done }) => toast.show({ kind: 'success', text: done }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return mutate;
}

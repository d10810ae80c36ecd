import type { Comment } from '@xom/contract/comments';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { PeopleDialog } from '../posts/people-dialog.tsx';
import { removeEntry } from './comments.cache.ts';
import { commentLikesQuery, type Entry, isReply } from './comments.queries.ts';

export type CommentDialogName = 'likes' | 'delete';

/** Who likes a comment, and the question before it is deleted. */
export function CommentDialogs({
  entry,
  comment,
  name,
  onClose,
}: {
  entry: Entry;
  /** What a reply answers. */
  comment: Comment | null;
  name: CommentDialogName | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(['comments', 'shell']);
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      isReply(entry)
        ? client.replies.delete({ replyId: entry.id })
        : client.comments.delete({ commentId: entry.id }),
    onSuccess: () => {
      onClose();
      removeEntry(queries, entry, comment);
      toast.show({ kind: 'success', text: t('deleted') });
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <>
      <PeopleDialog
        isOpen={name === 'likes'}
        onClose={onClose}
        title={t('likers')}
        query={commentLikesQuery(entry)}
      />
      <ConfirmDialog
        isOpen={name === 'delete'}
        onClose={onClose}
        title={t(isReply(entry) ? 'deleteReplyTitle' : 'deleteTitle')}
        text={t(isReply(entry) ? 'deleteReplyText' : 'deleteText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('delete')}
        onConfirm={() => mutate()}
        isBusy={isPending}
        isDanger
      />
    </>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { patchEntry, takeEntry } from './comments.cache.ts';
import { type Entry, isReply } from './comments.queries.ts';

interface CommentActs {
  /** Shown at once, and undone when the server refuses. */
  toggleLike(): void;
  /** @throws XomError */
  edit(text: string): Promise<void>;
}

/** What one does with a comment or a reply. */
export function useCommentActs(entry: Entry): CommentActs {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const show = (isLiked: boolean) =>
    patchEntry(queries, entry, (each) =>
      each.likedByMe === isLiked
        ? each
        : { ...each, likedByMe: isLiked, likeCount: each.likeCount + (isLiked ? 1 : -1) },
    );
  const mutationKey = ['comments', 'like', entry.id];
  const { mutate } = useMutation({
    mutationKey,
    scope: { id: mutationKey.join(' ') },
    mutationFn: (isLiked: boolean) => setLike(entry, isLiked),
    onMutate: show,
    onSuccess: (fresh) => {
      if (queries.isMutating({ mutationKey }) === 1) takeEntry(queries, fresh);
    },
    onError: (error, isLiked) => {
      show(!isLiked);
      toast.show({ kind: 'error', text: errorText(error) });
    },
  });
  return {
    toggleLike: () => mutate(!entry.likedByMe),
    edit: async (text) => {
      const { id } = entry;
      takeEntry(
        queries,
        isReply(entry)
          ? await client.replies.edit({ replyId: id, text })
          : await client.comments.edit({ commentId: id, text }),
      );
    },
  };
}

function setLike(entry: Entry, isLiked: boolean): Promise<Entry> {
  if (isReply(entry)) return client.replies[isLiked ? 'like' : 'unlike']({ replyId: entry.id });
  return client.comments[isLiked ? 'like' : 'unlike']({ commentId: entry.id });
}

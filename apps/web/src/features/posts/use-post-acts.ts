import type { Post } from '@xom/contract/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { patchPost, takePost } from './posts.cache.ts';
import { postKeys } from './posts.queries.ts';

const acts = {
  like: {
    flag: 'likedByMe',
    count: 'likeCount',
    list: 'liked',
    on: client.posts.like,
    off: client.posts.unlike,
  },
  save: {
    flag: 'savedByMe',
    count: 'saveCount',
    list: 'saved',
    on: client.posts.save,
    off: client.posts.unsave,
  },
  repost: {
    flag: 'repostedByMe',
    count: 'repostCount',
    list: 'feed',
    on: client.posts.repost,
    off: client.posts.unrepost,
  },
} as const;

interface Toggle {
  readonly act: keyof typeof acts;
  readonly isOn: boolean;
}

/** Likes, saves and reposts a post, or takes that back: shown at once, and undone when the server refuses. */
export function usePostActs(post: Post): (act: Toggle['act']) => void {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const { id } = post;
  const show = ({ act, isOn }: Toggle) =>
    patchPost(queries, id, (each) => toggled(each, act, isOn));
  const { mutate } = useMutation({
    mutationKey: postKeys.act(id),
    // One after the other, in the order in which they were pressed.
    scope: { id: postKeys.act(id).join(' ') },
    mutationFn: ({ act, isOn }: Toggle) => acts[act][isOn ? 'on' : 'off']({ postId: id }),
    onMutate: show,
    onSuccess: (fresh, { act }) => {
      // Of several on their way the last one says how it is.
      if (queries.isMutating({ mutationKey: postKeys.act(id) }) === 1) takePost(queries, fresh);
      void queries.invalidateQueries({
        queryKey: postKeys.list(acts[act].list),
        refetchType: 'none',
      });
    },
    onError: (error, { act, isOn }) => {
      show({ act, isOn: !isOn });
      toast.show({ kind: 'error', text: errorText(error) });
    },
  });
  return (act) => mutate({ act, isOn: !post[acts[act].flag] });
}

function toggled(post: Post, act: Toggle['act'], isOn: boolean): Post {
  const { flag, count } = acts[act];
  if (post[flag] === isOn) return post;
  const before = post[count];
  return {
    ...post,
    [flag]: isOn,
    [count]: before === null ? null : before + (isOn ? 1 : -1),
  };
}

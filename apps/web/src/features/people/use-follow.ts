import type { UserId } from '@xom/contract/fields';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { patchPerson } from './people.events.ts';
import { peopleKeys, type Tie } from './people.queries.ts';

interface Follow {
  readonly tie: Tie;
  /** Follows, or takes that back; shown at once, and undone when the server refuses. */
  toggle(): void;
}

/**
 * Whether I follow somebody, the same wherever they are shown.
 * @param listed what the list or profile said that they stand in
 */
export function useFollow(userId: UserId, listed: Tie, isPrivate = false): Follow {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const queryKey = peopleKeys.tie(userId);
  const tie =
    useQuery<Tie>({ queryKey, queryFn: () => listed, initialData: listed, staleTime: Infinity })
      .data ?? listed;
  const show = (next: Tie) => {
    queries.setQueryData(queryKey, next);
    patchPerson(queries, userId, (person) => ({
      ...person,
      ...next,
      followerCount: person.followerCount + Number(next.isFollowing) - Number(person.isFollowing),
    }));
  };
  const { mutate } = useMutation({
    mutationFn: async (isOn: boolean): Promise<Tie> => {
      if (!isOn) {
        await client.users.unfollow({ userId });
        return { isFollowing: false, isRequested: false };
      }
      const { state } = await client.users.follow({ userId });
      return { isFollowing: state === 'accepted', isRequested: state === 'requested' };
    },
    onMutate: (isOn) => {
      show({ isFollowing: isOn && !isPrivate, isRequested: isOn && isPrivate });
      return tie;
    },
    onSuccess: show,
    onError: (error, _isOn, before) => {
      if (before) show(before);
      toast.show({ kind: 'error', text: errorText(error) });
    },
  });
  return { tie, toggle: () => mutate(!tie.isFollowing && !tie.isRequested) };
}

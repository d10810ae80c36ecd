import type { User } from '@xom/contract/accounts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { itemsOf } from '../../shell/pages.ts';
import { friendRequestsQuery } from './friends.queries.ts';

/** What stands between us: friends, who has asked whom, or nothing. */
export function useFriendship(person: User): 'friends' | 'received' | 'sent' | null {
  const isReceived = useIsAsked(person, 'received');
  const isSent = useIsAsked(person, 'sent');
  if (person.isFriend) return 'friends';
  return isReceived ? 'received' : isSent ? 'sent' : null;
}

/** Of those who asked lately: a request again changes nothing. */
function useIsAsked({ id, isFriend }: User, state: 'received' | 'sent'): boolean {
  const { data } = useInfiniteQuery({ ...friendRequestsQuery(state), enabled: !isFriend });
  return itemsOf(data, ({ user }) => user.id).some(({ user }) => user.id === id);
}

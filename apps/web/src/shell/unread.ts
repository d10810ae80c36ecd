import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';
import { useUnreadMessages } from './use-live.ts';

/** How much is unread, by where the frame leads. */
export function useUnread(): Readonly<Record<string, number>> {
  return { '/messages': useUnreadMessages(), '/notifications': useUnreadNotifications() };
}

/** How many notifications are unread; events keep it so. */
export const unreadNotificationsQuery = {
  queryKey: ['notifications', 'unread'],
  queryFn: async () => (await client.notifications.list({ limit: 1 })).unreadCount,
  staleTime: Infinity,
} as const;

function useUnreadNotifications(): number {
  return useQuery(unreadNotificationsQuery).data ?? 0;
}

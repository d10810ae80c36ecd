import type { Notification } from '@xom/contract/notifications';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { onHappening } from '../../shell/happenings.ts';
import { mapPages, type Page, pagesQuery } from '../../shell/pages.ts';
import { kept } from '../../shell/queries.ts';
import { unreadNotificationsQuery } from '../../shell/unread.ts';

type Pages = InfiniteData<Page<Notification>>;

/** What others did that concerns me, the latest first. */
export const notificationsQuery = {
  ...pagesQuery(['notifications', 'list'], ({ signal, ...page }) =>
    client.notifications.list(page, { signal }),
  ),
  meta: kept,
};

/** Keeps the list and the count of what is unread in step with what happens. */
export function followNotifications(queries: QueryClient): void {
  const change = (make: (pages: Pages) => Pages, unreadCount: number) => {
    queries.setQueryData<Pages>(notificationsQuery.queryKey, (pages) => pages && make(pages));
    queries.setQueryData(unreadNotificationsQuery.queryKey, unreadCount);
  };
  const without = (pages: Pages, id: string) =>
    mapPages(pages, (each) => (each.id === id ? null : each));
  onHappening('notification.created', ({ notification, unreadCount }) =>
    change((pages) => addFirst(without(pages, notification.id), notification), unreadCount),
  );
  onHappening('notification.updated', ({ notification, unreadCount }) =>
    change(
      (pages) => mapPages(pages, (each) => (each.id === notification.id ? notification : each)),
      unreadCount,
    ),
  );
  onHappening('notification.removed', ({ notificationId, unreadCount }) =>
    change((pages) => without(pages, notificationId), unreadCount),
  );
  onHappening('notification.read', ({ notificationIds, unreadCount }) =>
    change(
      (pages) =>
        mapPages(pages, (each) =>
          notificationIds === null || notificationIds.includes(each.id)
            ? { ...each, isRead: true }
            : each,
        ),
      unreadCount,
    ),
  );
}

function addFirst(data: Pages, notification: Notification): Pages {
  const [first, ...rest] = data.pages;
  if (!first) return data;
  return { ...data, pages: [{ ...first, items: [notification, ...first.items] }, ...rest] };
}

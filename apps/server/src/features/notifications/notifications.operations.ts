import { NotificationId } from '@xom/contract/fields';
import {
  getNotificationSettings,
  listNotifications,
  readNotifications,
  updateNotificationSettings,
} from '@xom/contract/notifications';
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { NotificationsService } from './notifications.service.ts';

const Place = z.tuple([z.iso.datetime(), NotificationId]);

/** The operations of contract/notifications.ts. */
export function notificationBindings(notifications: NotificationsService): Binding[] {
  return [
    bind(listNotifications, async ({ cursor, limit }, { caller }) => {
      const [at, id] = cursor === undefined ? [] : readCursor(Place, cursor);
      const after = at && id ? { updatedAt: new Date(at), id } : null;
      const { next, ...page } = await notifications.list(caller.userId, { after, limit });
      const nextCursor = next && writeCursor([next.updatedAt.toISOString(), next.id]);
      return { ...page, nextCursor, hasMore: next !== null };
    }),
    bind(readNotifications, async ({ notificationIds }, { caller }) => ({
      unreadCount: await notifications.read(caller.userId, notificationIds ?? null),
    })),
    bind(getNotificationSettings, (_input, { caller }) => notifications.settings(caller.userId)),
    bind(updateNotificationSettings, (input, { caller }) =>
      notifications.updateSettings(caller.userId, input),
    ),
  ];
}

import type { NotificationId, UserId } from '@xom/contract/fields';

/** What notifications tell, each on `user:<userId>`. */
export type NotificationEvent =
  /** `joined`: somebody acted; `left`: somebody took it back, perhaps the last one. */
  | {
      type: 'notification.changed';
      userId: UserId;
      notificationId: NotificationId;
      change: 'joined' | 'left';
    }
  /** Null: all. */
  | { type: 'notifications.read'; userId: UserId; notificationIds: NotificationId[] | null };

import type { CommentId, NotificationId, PostId, UserId } from '@xom/contract/fields';
import type { NotificationKind } from '@xom/contract/notifications';
import type { Generated } from 'kysely';

/** Columns of migrations/0012_notifications.sql. */
export interface NotificationTables {
  notifications: {
    user_id: UserId;
    id: NotificationId;
    kind: NotificationKind;
    subject: string;
    post_id: PostId | null;
    comment_id: CommentId | null;
    actor_count: number;
    created_at: Date;
    updated_at: Date;
    read_at: Date | null;
  };
  notification_acts: {
    user_id: UserId;
    kind: NotificationKind;
    act: string;
    notification_id: NotificationId;
    actor_id: UserId;
    post_id: PostId | null;
    comment_id: CommentId | null;
    created_at: Date;
    is_counted: Generated<boolean>;
  };
  notification_settings: { user_id: UserId; kinds_off: NotificationKind[] };
}

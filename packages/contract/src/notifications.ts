import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { CommentId, NotificationId, pageInput, Person, PostId, Timestamp, Url } from './fields.ts';

/** What somebody can be told of. A reply is to a comment of theirs; `accepted`: a request of theirs was. */
export const notificationKinds = [
  'follow',
  'follow_request',
  'follow_accepted',
  'friend_request',
  'friend_accepted',
  'like',
  'comment',
  'reply',
  'mention',
  'tag',
  'repost',
  'quote',
] as const;
export const NotificationKind = z.enum(notificationKinds);
export type NotificationKind = z.output<typeof NotificationKind>;

/** The beginning of what a post or comment says. */
const excerpt = z.string().nullable();

/**
 * One line of the list: what one or several people did to the same thing. Those who do it later join it, and
 * it is new again.
 */
export const Notification = z.strictObject({
  id: NotificationId,
  kind: NotificationKind,
  actors: z.array(Person).describe('The latest three, the newest first.'),
  actorCount: z.int().describe('How many people it is in all, of those whom I may see.'),
  post: z
    .strictObject({ id: PostId, text: excerpt, imageUrl: Url.nullable() })
    .nullable()
    .describe(
      'What it is about, or lies on: my post, or the one that mentions, tags or quotes me.',
    ),
  comment: z
    .strictObject({ id: CommentId, text: excerpt })
    .nullable()
    .describe('The comment or reply that is liked, or the newest one that was written.'),
  isRead: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp.describe('When the latest of them acted.'),
});
export type Notification = z.output<typeof Notification>;

const unreadCount = z.int().describe('How many of mine are unread, counted up to 1,000.');

export const listNotifications = defineOperation({
  name: 'notifications.list',
  summary: 'What others did that concerns me, the latest first; kept for 180 days.',
  rest: 'GET /notifications',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: z.strictObject({
    items: z.array(Notification),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
    unreadCount,
  }),
});

export const readNotifications = defineOperation({
  name: 'notifications.read',
  summary: 'Mark these notifications as read, or all of mine.',
  rest: 'POST /notifications/read',
  access: 'person',
  rate: 'write',
  input: z.object({
    notificationIds: z.array(NotificationId).min(1).max(100).optional().describe('Absent: all.'),
  }),
  output: z.strictObject({ unreadCount }),
});

/** Whether a person wants to be told of each kind. */
const Kinds = z.record(NotificationKind, z.boolean());
const Settings = z.strictObject({ kinds: Kinds });

export const getNotificationSettings = defineOperation({
  name: 'notifications.settings',
  summary: 'Of what I want to be told.',
  rest: 'GET /notifications/settings',
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: Settings,
});

export const updateNotificationSettings = defineOperation({
  name: 'notifications.updateSettings',
  summary: 'Choose of what I want to be told from now on. What is absent stays.',
  rest: 'PATCH /notifications/settings',
  access: 'person',
  rate: 'write',
  input: z.object({ kinds: z.partialRecord(NotificationKind, z.boolean()) }),
  output: Settings,
});

export const notificationCreated = defineEvent({
  name: 'notification.created',
  summary: 'Somebody did something that concerns me; or joined in one that I know by its id.',
  payload: z.strictObject({ notification: Notification, unreadCount }),
});

export const notificationUpdated = defineEvent({
  name: 'notification.updated',
  summary: 'Somebody took back what they did: fewer people are in it.',
  payload: z.strictObject({ notification: Notification, unreadCount }),
});

export const notificationRemoved = defineEvent({
  name: 'notification.removed',
  summary: 'Nothing is left of it.',
  payload: z.strictObject({ notificationId: NotificationId, unreadCount }),
});

export const notificationRead = defineEvent({
  name: 'notification.read',
  summary: 'I read them, on this device or another.',
  payload: z.strictObject({
    notificationIds: z.array(NotificationId).nullable().describe('Null: all.'),
    unreadCount,
  }),
});

export const notificationOperations = [
  listNotifications,
  readNotifications,
  getNotificationSettings,
  updateNotificationSettings,
] as const;

export const notificationEvents = [
  notificationCreated,
  notificationUpdated,
  notificationRemoved,
  notificationRead,
] as const;

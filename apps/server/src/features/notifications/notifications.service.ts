import type { InputOf, OutputOf } from '@xom/contract/define';
import type { MediaId, NotificationId, Person, UserId } from '@xom/contract/fields';
import {
  type listNotifications as listOperation,
  type Notification,
  type NotificationKind,
  notificationKinds,
  type updateNotificationSettings,
} from '@xom/contract/notifications';
import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import {
  changeKindsOff,
  countUnread,
  findNotification,
  listKindsOff,
  listNotifications,
  markRead,
  type NotificationRow,
  type Position,
} from './notifications.queries.ts';

type Page = Pick<OutputOf<typeof listOperation>, 'items' | 'unreadCount'> & {
  next: Position | null;
};
type Kinds = Record<NotificationKind, boolean>;

/** What a person sees of what others did, and how they read it. */
export class NotificationsService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #summaries: PersonSummaries;
  readonly #thumbnailUrl: (mediaId: MediaId) => string;

  constructor(parts: {
    database: Database;
    bus: DomainBus;
    summaries: PersonSummaries;
    thumbnailUrl: (mediaId: MediaId) => string;
  }) {
    this.#database = parts.database;
    this.#bus = parts.bus;
    this.#summaries = parts.summaries;
    this.#thumbnailUrl = parts.thumbnailUrl;
  }

  /** A page, the latest first. */
  async list(
    userId: UserId,
    { after, limit }: { after: Position | null; limit: number },
  ): Promise<Page> {
    const [rows, unreadCount] = await Promise.all([
      listNotifications(this.#database, userId, { after, limit: limit + 1 }),
      countUnread(this.#database, userId),
    ]);
    const shown = rows.slice(0, limit);
    return {
      items: await this.#present(shown),
      next: rows.length > limit ? (shown.at(-1) ?? null) : null,
      unreadCount,
    };
  }

  /** One of theirs as it is now; null: there is nothing to show. */
  async find(userId: UserId, id: NotificationId): Promise<Notification | null> {
    const row = await findNotification(this.#database, userId, id);
    const [found] = row ? await this.#present([row]) : [];
    return found ?? null;
  }

  async unreadCount(userId: UserId): Promise<number> {
    return countUnread(this.#database, userId);
  }

  /** @param ids null: all. What is not theirs is passed by. @returns how many stay unread */
  async read(userId: UserId, ids: readonly NotificationId[] | null): Promise<number> {
    const changed = await markRead(this.#database, userId, ids);
    if (changed > 0) {
      const notificationIds = ids && [...ids];
      this.#bus.publish(userTopic(userId), { type: 'notifications.read', userId, notificationIds });
    }
    return countUnread(this.#database, userId);
  }

  async settings(userId: UserId): Promise<{ kinds: Kinds }> {
    return { kinds: kindsWithout(await listKindsOff(this.#database, userId)) };
  }

  async updateSettings(
    userId: UserId,
    { kinds }: InputOf<typeof updateNotificationSettings>,
  ): Promise<{ kinds: Kinds }> {
    const off = notificationKinds.filter((kind) => kinds[kind] === false);
    const on = notificationKinds.filter((kind) => kinds[kind] === true);
    return { kinds: kindsWithout(await changeKindsOff(this.#database, userId, { off, on })) };
  }

  async #present(rows: readonly NotificationRow[]): Promise<Notification[]> {
    const people = await this.#summaries.of(new Set(rows.flatMap(({ actorIds }) => actorIds)));
    return rows.map((row) => this.#view(row, people));
  }

  #view(row: NotificationRow, people: ReadonlyMap<UserId, Person>): Notification {
    const { postId, postText, postImageId, commentId, commentText } = row;
    const imageUrl = postImageId && this.#thumbnailUrl(postImageId);
    return {
      id: row.id,
      kind: row.kind,
      actors: row.actorIds.map((id) => personOf(people, id)),
      actorCount: row.actorCount,
      post: postId && { id: postId, text: postText, imageUrl },
      comment: commentId && { id: commentId, text: commentText },
      isRead: row.readAt !== null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

function kindsWithout(off: readonly NotificationKind[]): Kinds {
  const kinds: Partial<Kinds> = {};
  for (const kind of notificationKinds) kinds[kind] = !off.includes(kind);
  // Every kind was written just above.
  return kinds as Kinds;
}

import type { NotificationId, UserId } from '@xom/contract/fields';
import {
  notificationCreated,
  notificationRead,
  notificationRemoved,
  notificationUpdated,
} from '@xom/contract/notifications';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainEvent } from '../../domain-events.ts';
import type { Connections } from '../../platform/connections.ts';
import type { NotificationEvent } from './notifications.events.ts';
import type { NotificationsService } from './notifications.service.ts';

/** At most so many lines of one person wait to be told; more than that, they see when they look. */
const maxWaiting = 100;

/** What one person is still to be told. */
interface Waiting {
  /** By line: whether somebody joined since it was last told. */
  lines: Map<NotificationId, 'joined' | 'left'>;
  /** Read since: null is all. */
  reads: (NotificationId[] | null)[];
}

/**
 * Tells the sockets of this process what changed in their person's notifications. Each line is loaded as it
 * is when its turn comes: a thousand likes in a second are a few events, not a thousand.
 */
export class NotificationDelivery {
  readonly #connections: Connections;
  readonly #notifications: NotificationsService;
  readonly #logger: FastifyBaseLogger;
  readonly #waiting = new Map<UserId, Waiting>();
  readonly #running = new Map<UserId, Promise<void>>();

  constructor(parts: {
    connections: Connections;
    notifications: NotificationsService;
    logger: FastifyBaseLogger;
  }) {
    this.#connections = parts.connections;
    this.#notifications = parts.notifications;
    this.#logger = parts.logger;
  }

  readonly deliver = (event: DomainEvent): void => {
    if (event.type !== 'notification.changed' && event.type !== 'notifications.read') return;
    const { userId } = event;
    if (this.#connections.of(userId).size === 0) return;
    this.#note(userId, event);
    if (!this.#running.has(userId)) this.#running.set(userId, this.#tellAll(userId));
  };

  /** Resolves when all that was heard of is told. */
  async drained(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #note(userId: UserId, event: NotificationEvent): void {
    const waiting: Waiting = this.#waiting.get(userId) ?? { lines: new Map(), reads: [] };
    this.#waiting.set(userId, waiting);
    if (event.type === 'notifications.read') {
      waiting.reads.push(event.notificationIds);
    } else if (event.change === 'joined' || !waiting.lines.has(event.notificationId)) {
      waiting.lines.set(event.notificationId, event.change);
    }
    const [oldest] = waiting.lines.keys();
    if (waiting.lines.size > maxWaiting && oldest) waiting.lines.delete(oldest);
  }

  async #tellAll(userId: UserId): Promise<void> {
    try {
      for (;;) {
        const waiting = this.#waiting.get(userId);
        this.#waiting.delete(userId);
        if (!waiting || this.#connections.of(userId).size === 0) return;
        await this.#tell(userId, waiting);
      }
    } catch (error) {
      // The list itself is right: they see it when they look.
      this.#logger.error({ err: error }, 'a notification was not told');
    } finally {
      this.#running.delete(userId);
    }
  }

  async #tell(userId: UserId, { lines, reads }: Waiting): Promise<void> {
    for (const [notificationId, change] of lines) {
      const [notification, unreadCount] = await Promise.all([
        this.#notifications.find(userId, notificationId),
        this.#notifications.unreadCount(userId),
      ]);
      const to = this.#connections.of(userId);
      if (!notification) {
        this.#connections.send(notificationRemoved, { notificationId, unreadCount }, to);
      } else {
        const event = change === 'joined' ? notificationCreated : notificationUpdated;
        this.#connections.send(event, { notification, unreadCount }, to);
      }
    }
    for (const notificationIds of reads) {
      const unreadCount = await this.#notifications.unreadCount(userId);
      const payload = { notificationIds, unreadCount };
      this.#connections.send(notificationRead, payload, this.#connections.of(userId));
    }
  }
}

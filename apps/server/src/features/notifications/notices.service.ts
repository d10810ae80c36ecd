import type { CommentId, NotificationId, PostId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { AfterCommit, Notice, NoticeKind, Notices } from '../../notices.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { forgetGone } from './forgetting.job.ts';
import { keysOf } from './notice-keys.ts';
import {
  addAct,
  deleteAct,
  deleteLinesOf,
  findAct,
  type Line,
  lockLine,
} from './notices.queries.ts';

/** Above this, nobody is told live that lines went: they see so when they look. */
const maxToldOfForgetting = 500;

/** Writes what concerns people into their lists, in the transactions of the acts. */
export class NoticeService implements Notices {
  readonly #bus: DomainBus;

  constructor(bus: DomainBus) {
    this.#bus = bus;
  }

  async tell(queries: Queries, notices: readonly Notice[]): Promise<AfterCommit> {
    const joined: Line[] = [];
    for (const notice of inOrder(notices)) {
      const at = new Date();
      const keys = keysOf(notice, at);
      const id = newId<NotificationId>();
      const notificationId = await lockLine(queries, notice, keys, { id, at });
      if (notificationId && (await addAct(queries, notice, keys, { notificationId, at }))) {
        joined.push({ userId: notice.userId, notificationId });
      }
    }
    return () => this.#publish(joined, 'joined');
  }

  async withdraw(queries: Queries, notices: readonly Notice[]): Promise<AfterCommit> {
    const left: Line[] = [];
    for (const notice of inOrder(notices)) {
      const act = await findAct(queries, notice, keysOf(notice, new Date()));
      if (act && (await deleteAct(queries, act))) left.push(act);
    }
    return () => this.#publish(left, 'left');
  }

  async withdrawAll(queries: Queries, userId: UserId, kind: NoticeKind): Promise<AfterCommit> {
    const left = await deleteLinesOf(queries, userId, kind);
    return () => this.#publish(left, 'left');
  }

  async forget(
    queries: Queries,
    gone: { postIds?: readonly PostId[]; commentIds?: readonly CommentId[] },
  ): Promise<AfterCommit> {
    const { postIds = [], commentIds = [] } = gone;
    const left = await forgetGone(queries, { postIds, commentIds });
    return () => this.#publish(left.slice(0, maxToldOfForgetting), 'left');
  }

  #publish(lines: readonly Line[], change: 'joined' | 'left'): void {
    for (const { userId, notificationId } of lines) {
      const event = { type: 'notification.changed', userId, notificationId, change } as const;
      this.#bus.publish(userTopic(userId), event);
    }
  }
}

/** Of what others did; in the order of the people told, so that two acts do not wait for each other. */
function inOrder(notices: readonly Notice[]): Notice[] {
  return notices
    .filter(({ userId, actorId }) => userId !== actorId)
    .toSorted((one, other) => compare(one.userId, other.userId) || compare(one.kind, other.kind));
}

function compare(one: UserId | string, other: UserId | string): number {
  return one < other ? -1 : Number(one > other);
}

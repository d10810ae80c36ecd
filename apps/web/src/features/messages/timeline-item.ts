import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { MessageStatus } from '@xom/sdk/live-store';
import type { OutboxItem } from '@xom/sdk/outbox';

/** What a timeline shows: a message that the server holds, or one of mine on its way there. */
export type TimelineItem = Message | OutboxItem;

/** How far a message of mine is; null: it is somebody else's. */
export type ItemStatus = MessageStatus | OutboxItem['status'] | null;

const runMs = 5 * 60_000;

/** Whether the server holds it. */
export function isStored(item: TimelineItem): item is Message {
  return 'seq' in item;
}

/** The same while a message is sent and after. */
export function keyOf(item: TimelineItem): string {
  return isStored(item) ? (item.clientId ?? item.id) : item.clientId;
}

/** Who wrote it. */
export function senderOf(item: TimelineItem, me: UserId): UserId {
  return isStored(item) ? item.senderId : me;
}

/** Whether two neighbours read as one: the same sender, the same day, close in time. */
export function isSameRun(
  before: TimelineItem | undefined,
  after: TimelineItem | undefined,
  me: UserId,
): boolean {
  if (!before || !after || senderOf(before, me) !== senderOf(after, me)) return false;
  if (!isSameDay(before, after)) return false;
  return Date.parse(after.createdAt) - Date.parse(before.createdAt) < runMs;
}

/** Whether two neighbours are of one day here. */
export function isSameDay(before: TimelineItem | undefined, after: TimelineItem): boolean {
  if (!before) return false;
  return new Date(before.createdAt).toDateString() === new Date(after.createdAt).toDateString();
}

/** The first message of others after what I have read; null: there is none. */
export function firstUnread(
  messages: readonly Message[],
  readUpToSeq: number,
  me: UserId,
): Message | null {
  // What is unread is at the end, and mostly short.
  let first: Message | null = null;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (!message || message.seq <= readUpToSeq) break;
    if (message.senderId !== me) first = message;
  }
  return first;
}

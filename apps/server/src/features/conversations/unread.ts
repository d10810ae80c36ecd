import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainEvent } from '../../domain-events.ts';
import type { Connection } from '../../platform/connections.ts';
import type { ReadUpdated } from './conversations.events.ts';
import type { Counts } from './reading.queries.ts';
import type { Receiver } from './room-receivers.ts';
import type { Roster } from './roster.ts';
import type { Place } from './roster.queries.ts';

/** What a connected member's unread counts are made of, as far as this process was told. */
export interface MemberCounts extends Counts {
  /** `sentCount` counts all up to here, though some of it may not have been told yet. */
  countedSeq: number;
}

/** @param known what was told so far: it may be newer, but for somebody who left and came back */
export function countsOf(
  place: Omit<Place, 'userId'>,
  known: Readonly<MemberCounts> | undefined,
): MemberCounts {
  const { joinedSeq, sentCount, readCount, clearedSeq, lastSeq: countedSeq } = place;
  if (known?.joinedSeq !== joinedSeq) {
    return { joinedSeq, sentCount, readCount, clearedSeq, countedSeq };
  }
  return {
    joinedSeq,
    sentCount: Math.max(known.sentCount, sentCount),
    readCount: Math.max(known.readCount, readCount),
    clearedSeq: Math.max(known.clearedSeq, clearedSeq),
    countedSeq: Math.max(known.countedSeq, countedSeq),
  };
}

/**
 * What somebody did was told: that they read, maybe before messages that were there already.
 * @param find the counts of a connected member
 */
export function noteTold(
  event: DomainEvent,
  find: (conversationId: ConversationId, userId: UserId) => MemberCounts | undefined,
): void {
  if (event.type === 'message.created') {
    const counts = find(event.message.conversationId, event.message.senderId);
    if (counts) counts.sentCount = Math.max(counts.sentCount, event.sentCount);
  }
  if (event.type === 'read.updated') {
    const counts = find(event.conversationId, event.userId);
    if (!counts) return;
    counts.readCount = Math.max(counts.readCount, event.readCount);
    counts.sentCount = Math.max(counts.sentCount, event.sentCount);
    counts.countedSeq = Math.max(counts.countedSeq, event.lastSeq);
  }
  if (event.type === 'conversation.cleared') {
    const counts = find(event.conversationId, event.userId);
    if (!counts) return;
    counts.readCount = Math.max(counts.readCount, event.readCount);
    counts.clearedSeq = Math.max(counts.clearedSeq, event.seq);
  }
}

/**
 * Connections by how much is unread for whom they belong to: those with the same count share one encoding.
 * @param lastSeq the last message that was told
 * @param butFor who is not asked for
 */
export function unreadCountsIn(
  receivers: readonly Receiver[],
  lastSeq: number,
  butFor: UserId | null,
): Map<number, Connection[]> {
  const byCount = new Map<number, Connection[]>();
  for (const { userId, counts, connection } of receivers) {
    if (userId === butFor) continue;
    const unreadCount = unreadCountOf(counts, lastSeq);
    const some = byCount.get(unreadCount);
    if (some) some.push(connection);
    else byCount.set(unreadCount, [connection]);
  }
  return byCount;
}

/** How much is unread for the reader: messages written after the reading may have been told before it. */
export function unreadAfterReading(
  roster: Roster,
  { conversationId, userId }: ReadUpdated,
): number {
  const counts = roster.rooms.members(conversationId).get(userId);
  return counts ? unreadCountOf(counts, roster.lastSeqOf(conversationId)) : 0;
}

/** Never below 0: that something was read may be told before it. */
function unreadCountOf(counts: Readonly<MemberCounts>, toldSeq: number): number {
  const lastSeq = Math.max(toldSeq, counts.countedSeq);
  return Math.max(0, lastSeq - counts.joinedSeq - counts.sentCount - counts.readCount);
}

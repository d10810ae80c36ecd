import type { UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import type { Queries } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import type { ConversationPresenter } from './conversation-presenter.ts';
import { settingsOf } from './conversation-presenter.ts';
import { advanceVersion, findMember, lockConversation } from './conversations.queries.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import { deleteGroup, type ConversationFiles } from './deletion.service.ts';
import {
  deletePlace,
  deleteTraces,
  findPlaceOf,
  hasMembers,
  type OwnTraces,
} from './erased-person.queries.ts';
import { deleteMember } from './members.queries.ts';
import { announceDeparture, takeOut } from './members.service.ts';

/** About so many are written for each. */
const rowsOfLeaving = 5;

interface Parts {
  bus: DomainBus;
  files: ConversationFiles;
  presenter: Pick<ConversationPresenter, 'photoUrl'>;
}

/**
 * Takes an erased person out of a conversation, under its lock: nobody writes there as them from then on. A
 * group is handed over, and goes with the last one; a direct conversation stays for the other one as it was, as
 * one with a deleted account, until they are erased too.
 */
export function leaveConversations(parts: Parts): PersonStep {
  return async (queries, userId) => {
    const conversationId = await findPlaceOf(queries, userId);
    if (!conversationId) return { count: 0, next: null };
    const conversation = await lockConversation(queries, conversationId);
    const member = await findMember(queries, conversationId, userId);
    if (!conversation || !member) {
      await deletePlace(queries, conversationId, userId);
      return { count: 1, next: 'more' };
    }
    const told = conversation.is_group
      ? await leaveGroup(queries, member, parts)
      : await leaveDirect(queries, conversation, userId, parts);
    return { count: rowsOfLeaving, next: 'more', told };
  };
}

async function leaveGroup(
  queries: Queries,
  member: MemberRow,
  { bus, files }: Parts,
): Promise<() => void> {
  const departed = await takeOut(queries, files, member);
  return () => announceDeparture(bus, departed);
}

async function leaveDirect(
  queries: Queries,
  conversation: ConversationRow,
  userId: UserId,
  { bus, files, presenter }: Parts,
): Promise<() => void> {
  const { id: conversationId, name } = conversation;
  const { version } = await advanceVersion(queries, conversationId);
  await deleteMember(queries, conversationId, userId, version);
  const isKept = await hasMembers(queries, conversationId);
  if (!isKept) await deleteGroup(queries, files, { id: conversationId, version });
  return () => {
    bus.publish(userTopic(userId), { type: 'conversation.removed', userId, conversationId });
    if (!isKept) return;
    bus.publish(roomTopic(conversationId), {
      type: 'conversation.updated',
      conversationId,
      version,
      name,
      photoUrl: presenter.photoUrl(conversation),
      settings: settingsOf(conversation),
    });
  };
}

/** Removes what they read, or hid from themselves. */
export function deleteOwn(table: OwnTraces): PersonStep {
  return async (queries, userId, { limit }) =>
    doneUnlessFull(await deleteTraces(queries, table, userId, limit), limit);
}

import {
  closeConversation,
  createConversation,
  deleteConversation,
  getConversation,
  listConversations,
  listUnread,
  markRead,
  openConversation,
  updateConversation,
} from '@xom/contract/conversations';
import { listPositions } from '@xom/contract/deliveries';
import { ConversationId, UserId } from '@xom/contract/fields';
import {
  addMembers,
  leaveConversation,
  listMembers,
  removeMember,
  updateMember,
} from '@xom/contract/members';
import { listReceipts } from '@xom/contract/messages';
import { setPreferences } from '@xom/contract/preferences';
import { z } from 'zod';
import { bind, type Binding, type Call } from '../../platform/call.ts';
import type { Connection } from '../../platform/connections.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { Failure } from '../../platform/failure.ts';
import type { ConversationService } from './conversations.service.ts';
import type { Deliveries } from './deliveries.ts';
import type { DeletionService } from './deletion.service.ts';
import type { MemberService } from './members.service.ts';
import type { OpenViews } from './open-views.ts';
import type { PreferenceService } from './preferences.service.ts';
import type { ReadingService } from './reading.service.ts';
import type { SettingsService } from './settings.service.ts';

const Position = z.tuple([z.iso.datetime(), ConversationId]);
const MemberPosition = z.tuple([z.iso.datetime(), UserId]);

/** The operations on conversations, bound to what they do. */
export function conversationBindings(services: {
  conversations: ConversationService;
  members: MemberService;
  settings: SettingsService;
  preferences: PreferenceService;
  deletion: DeletionService;
  reading: ReadingService;
  deliveries: Deliveries;
  views: OpenViews;
}): Binding[] {
  const { conversations, members, settings, preferences, deletion, reading, deliveries, views } =
    services;
  return [
    bind(createConversation, (input, { caller }) => conversations.create(caller.userId, input)),
    bind(listConversations, async ({ limit, cursor, ...filter }, { caller }) => {
      const position = cursor === undefined ? null : readCursor(Position, cursor);
      const after = position && { lastMessageAt: new Date(position[0]), id: position[1] };
      const { items, next } = await conversations.list(caller.userId, filter, { after, limit });
      const nextCursor = next && writeCursor([next.lastMessageAt.toISOString(), next.id]);
      return { items, nextCursor, hasMore: next !== null };
    }),
    bind(getConversation, ({ conversationId }, { caller }) =>
      conversations.get(caller.userId, conversationId),
    ),
    bind(updateConversation, ({ conversationId, ...change }, { caller }) =>
      settings.update(caller.userId, conversationId, change),
    ),
    bind(setPreferences, ({ conversationId, ...wanted }, { caller }) =>
      preferences.set(caller.userId, conversationId, wanted),
    ),
    bind(deleteConversation, async ({ conversationId }, { caller }) => {
      await deletion.delete(caller.userId, conversationId);
      return {};
    }),
    bind(listMembers, async ({ conversationId, q, limit, cursor }) => {
      const position = cursor === undefined ? null : readCursor(MemberPosition, cursor);
      const after = position && { joinedAt: new Date(position[0]), userId: position[1] };
      const { items, next } = await members.list(conversationId, q, { after, limit });
      const nextCursor = next && writeCursor([next.joinedAt.toISOString(), next.userId]);
      return { items, nextCursor, hasMore: next !== null };
    }),
    bind(addMembers, ({ conversationId, userIds }, { caller }) =>
      members.add(caller.userId, conversationId, userIds),
    ),
    bind(updateMember, ({ conversationId, userId, role }, { caller }) =>
      members.setRole(caller.userId, conversationId, userId, role),
    ),
    bind(removeMember, async ({ conversationId, userId }, { caller }) => {
      await members.remove(caller.userId, conversationId, userId);
      return {};
    }),
    bind(leaveConversation, async ({ conversationId }, { caller }) => {
      await members.leave(caller.userId, conversationId);
      return {};
    }),
    bind(openConversation, async ({ conversationId }, call) => ({
      activeUserIds: await views.open(connectionOf(call), conversationId),
    })),
    bind(closeConversation, async ({ conversationId }, call) => {
      await views.close(connectionOf(call), conversationId);
      return {};
    }),
    bind(markRead, async ({ conversationId, upToMessageId }, { caller }) => ({
      count: await reading.markRead(caller.userId, conversationId, upToMessageId ?? null),
    })),
    bind(listUnread, async (_input, { caller }) => ({
      items: await reading.unread(caller.userId),
    })),
    bind(listPositions, async ({ conversationIds }, { caller }) => ({
      items: await deliveries.positions(caller.userId, conversationIds),
    })),
    bind(listReceipts, async ({ conversationId, messageIds }) => ({
      items: await reading.readBy(conversationId, messageIds),
    })),
  ];
}

/** Looking at a conversation is something that a socket does. */
function connectionOf(call: Call): Connection {
  if (!call.connection) throw new Failure('invalid_input', { body: 'needs a socket' });
  return call.connection;
}

import {
  chatDelete,
  chatDeleted,
  chatForward,
  chatForwarded,
  chatGetUnreadCounts,
  chatLeave,
  chatLoadMessages,
  chatMarkAsRead,
  chatOpen,
  chatRecall,
  chatRecalled,
  chatRegister,
  chatSend,
  chatSent,
  chatSticker,
  initialUnreadCounts,
  type MessageObject,
  unreadCountUpdated,
} from '@xom/contract/chat-namespace';
import {
  closeConversation,
  listUnread,
  markRead,
  openConversation,
} from '@xom/contract/conversations';
import { type ConversationId, MessageId, type UserId } from '@xom/contract/fields';
import { createSticker, discardMedia, uploadMedia } from '@xom/contract/media';
import type { Message } from '@xom/contract/message-shape';
import {
  confirmAct,
  forwardMessage,
  hideMessage,
  listMessages,
  listReceipts,
  recallMessage,
  sendMessage,
} from '@xom/contract/messages';
import { bind, type Binding, type Call } from '../platform/call.ts';
import type { Connection, Connections } from '../platform/connections.ts';
import { Failure } from '../platform/failure.ts';

const openedMessages = 10;
const deletedText = { en: 'The message is deleted for you.', vi: 'Đã xóa tin nhắn thành công' };

/** The dialect of seed 004, call by call: its names and shapes to the operations of `/v1` and back. */
export function chatNamespaceBindings(connections: Connections): Binding[] {
  return [
    bind(chatSend, (input, call) => send(input, call)),
    bind(chatSticker, async (_input, call) => {
      const { stickerUrl } = await call.run(createSticker, {});
      return { stickerUrl };
    }),
    bind(chatRecall, async ({ messageId }, call) =>
      messageAnswer(await call.run(recallMessage, { messageId }), call),
    ),
    bind(chatDelete, async ({ messageId }, call) => {
      await call.run(hideMessage, { messageId });
      return { success: true as const, message: deletedText[call.language] };
    }),
    bind(chatForward, async ({ messageId, targetGroupId, clientId }, call) => {
      const target = { messageId, targetConversationId: targetGroupId, clientId };
      return messageAnswer(await call.run(forwardMessage, target), call);
    }),

    bind(chatRegister, async ({ profileId }, call) => {
      requireSelf(call, profileId);
      const connection = connectionOf(call);
      await connections.begin(connection);
      const unreadCounts = await unreadOf(call);
      call.afterwards(() => connections.send(initialUnreadCounts, unreadCounts, [connection]));
      return {};
    }),
    bind(chatOpen, async ({ profileId, groupId }, call) => {
      requireSelf(call, profileId);
      const { activeUserIds } = await call.run(openConversation, { conversationId: groupId });
      const page = await messagePage(call, groupId, { limit: openedMessages });
      return { activeUsers: activeUserIds, ...page, lastMessages: page.messages };
    }),
    bind(chatLeave, async ({ profileId, groupId }, call) => {
      requireSelf(call, profileId);
      await call.run(closeConversation, { conversationId: groupId });
      return {};
    }),
    bind(chatLoadMessages, async ({ profileId, groupId, cursor, limit }, call) => {
      requireSelf(call, profileId);
      return messagePage(call, groupId, { cursor: cursor ?? undefined, limit });
    }),
    bind(chatMarkAsRead, async ({ profileId, groupId }, call) => {
      requireSelf(call, profileId);
      return call.run(markRead, { conversationId: groupId });
    }),
    bind(chatGetUnreadCounts, async ({ profileId }, call) => {
      requireSelf(call, profileId);
      const unreadCounts = await unreadOf(call);
      const connection = connectionOf(call);
      call.afterwards(() => connections.send(unreadCountUpdated, unreadCounts, [connection]));
      return { unreadCounts };
    }),

    // REST has told everybody already: these only say whether that is so.
    bind(chatSent, async ({ messageId, groupId, senderId }, call) => {
      requireSelf(call, senderId);
      return call.run(confirmAct, { messageId, conversationId: groupId, act: 'sent' });
    }),
    bind(chatRecalled, async ({ messageId, groupId }, call) =>
      call.run(confirmAct, { messageId, conversationId: groupId, act: 'recalled' }),
    ),
    bind(chatDeleted, async ({ messageId, groupId, userId }, call) => {
      requireSelf(call, userId);
      return call.run(confirmAct, { messageId, conversationId: groupId, act: 'hidden' });
    }),
    bind(chatForwarded, async ({ messageId, targetGroupId, senderId }, call) => {
      requireSelf(call, senderId);
      return call.run(confirmAct, {
        messageId,
        conversationId: targetGroupId,
        act: 'forwarded',
      });
    }),
  ];
}

async function send(
  input: {
    groupId: ConversationId;
    message?: string | undefined;
    type: Message['type'];
    senderId?: UserId | undefined;
    replyTo?: MessageId | undefined;
    clientId?: string | undefined;
  },
  call: Call,
): Promise<{ messageId: MessageId; groupId: ConversationId; senderId: UserId }> {
  if (input.senderId !== undefined) requireSelf(call, input.senderId);
  const { groupId: conversationId, type, replyTo, clientId } = input;
  // Form fields are often sent empty.
  const text = input.message === '' ? undefined : input.message;
  const uploaded = await uploadFor(type, call);
  const content = type === 'STICKER' ? {} : { content: text };
  const sticker = type === 'STICKER' && !uploaded ? { stickerUrl: text } : {};
  try {
    const message = await call.run(sendMessage, {
      conversationId,
      type,
      replyTo,
      clientId,
      ...content,
      ...sticker,
      ...uploaded?.field,
    });
    return { messageId: message.id, groupId: message.conversationId, senderId: message.senderId };
  } catch (refusal) {
    if (uploaded?.mediaId) await call.run(discardMedia, { mediaId: uploaded.mediaId });
    throw refusal;
  }
}

/** Uploads the file of a multipart send, and says which field of the message names it. */
async function uploadFor(
  type: Message['type'],
  call: Call,
): Promise<{ field: object; mediaId: string | null } | null> {
  if (!call.file) return null;
  if (type === 'TEXT') throw new Failure('invalid_input', { file: 'does not go with TEXT' });
  if (type === 'STICKER') {
    const { stickerUrl } = await call.run(createSticker, {});
    return { field: { stickerUrl }, mediaId: null };
  }
  const { id } = await call.run(uploadMedia, { type });
  return { field: { mediaId: id }, mediaId: id };
}

async function messageAnswer(message: Message, call: Call) {
  const [object] = await messageObjects(call, message.conversationId, [message]);
  if (!object) throw new Error('one message makes one object');
  return { messageId: message.id, groupId: message.conversationId, message: object };
}

async function messagePage(
  call: Call,
  conversationId: ConversationId,
  page: { cursor?: string | undefined; limit: number },
) {
  const { items, nextCursor, hasMore } = await call.run(listMessages, { conversationId, ...page });
  return {
    messages: await messageObjects(call, conversationId, items.toReversed()),
    nextCursor: nextCursor === null ? null : MessageId.parse(nextCursor),
    hasMore,
  };
}

async function messageObjects(
  call: Call,
  conversationId: ConversationId,
  messages: readonly Message[],
): Promise<MessageObject[]> {
  if (messages.length === 0) return [];
  const messageIds = messages.map(({ id }) => id);
  const { items } = await call.run(listReceipts, { conversationId, messageIds });
  const readBy = new Map(items.map((item) => [item.messageId, item.readBy]));
  return messages.map((message) => messageObject(message, readBy.get(message.id) ?? []));
}

/** A message in the words of the dialect. */
export function messageObject(message: Message, readBy: MessageObject['readBy']): MessageObject {
  return { ...message, groupId: message.conversationId, readBy };
}

async function unreadOf(call: Call): Promise<{ groupId: ConversationId; unreadCount: number }[]> {
  const { items } = await call.run(listUnread, {});
  return items.map(({ conversationId, unreadCount }) => ({ groupId: conversationId, unreadCount }));
}

/** A client never says who it is: where it names itself, the name must fit. */
function requireSelf(call: Call, userId: UserId): void {
  if (userId !== call.caller.userId) throw new Failure('forbidden');
}

function connectionOf(call: Call): Connection {
  if (!call.connection) throw new Error('an event of the dialect came without a socket');
  return call.connection;
}

import type { ConversationId, MessageId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';

/** The stickers of this server, newest first. */
export const stickersQuery = pagesQuery(['stickers'], ({ signal, ...page }) =>
  client.stickers.list({ limit: 60, ...page }, { signal }),
);

/** The messages of a conversation that hold what is asked, the best first. */
export function foundMessagesQuery(conversationId: ConversationId, asked: string) {
  const key = ['messages', 'found', conversationId, asked];
  return pagesQuery<Message>(key, async ({ signal, ...page }) => {
    const given = { q: asked, type: ['messages' as const], conversationId, ...page };
    const { messages } = await client.search.find(given, { signal });
    return messages ?? { items: [], nextCursor: null };
  });
}

/** The members of a group whose name or username has what is asked; nobody for nothing. */
export function foundMembersQuery(conversationId: ConversationId, asked: string) {
  return queryOptions({
    queryKey: ['messages', 'found-members', conversationId, asked],
    queryFn: async ({ signal }) => {
      const given = { conversationId, q: asked, limit: 30 };
      const { items } = await client.conversations.members(given, { signal });
      return items.map(({ user }) => user);
    },
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
}

/** Who read a message, and when. */
export function receiptsQuery(conversationId: ConversationId, messageId: MessageId) {
  return queryOptions({
    queryKey: ['messages', 'receipts', messageId],
    queryFn: async () => {
      const { items } = await client.messages.readBy({ conversationId, messageIds: [messageId] });
      return items[0]?.readBy ?? [];
    },
    staleTime: 0,
  });
}

/** How far the members of a conversation are; nothing of one of many. */
export function positionsQuery(conversationId: ConversationId) {
  return queryOptions({
    queryKey: ['messages', 'positions', conversationId],
    queryFn: async () => {
      const { items } = await client.conversations.positions({ conversationIds: [conversationId] });
      return items[0]?.members ?? [];
    },
    staleTime: 0,
  });
}

import type { ConversationId, Person, UserId } from '@xom/contract/fields';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { onHappening } from '../../shell/happenings.ts';
import { pagesQuery } from '../../shell/pages.ts';

const atMost = 100;

/** Whom I am most likely to write to: friends first, then whom I follow. */
export function companionsQuery(userId: UserId) {
  return queryOptions({
    queryKey: ['chats', 'companions'],
    queryFn: async ({ signal }): Promise<readonly Person[]> => {
      const [friends, followings] = await Promise.all([
        client.friends.list({ limit: atMost }, { signal }),
        client.users.followings({ userId, limit: atMost }, { signal }),
      ]);
      const people = [...friends.items, ...followings.items].map(({ user }) => user);
      return [...new Map(people.map((person) => [person.id, person])).values()];
    },
  });
}

/** People of that name, but for me. */
export function peopleFoundQuery(q: string) {
  return queryOptions({
    queryKey: ['chats', 'people', q],
    queryFn: async ({ signal }): Promise<readonly Person[]> => {
      const { users } = await client.search.find({ q, type: ['users'], limit: 30 }, { signal });
      return users?.items ?? [];
    },
    enabled: q !== '',
    placeholderData: (before) => before,
  });
}

/** All members of a group, page by page. */
export function membersQuery(conversationId: ConversationId) {
  return pagesQuery(membersKey(conversationId), ({ signal, ...page }) =>
    client.conversations.members({ conversationId, limit: 100, ...page }, { signal }),
  );
}

const membersKey = (id: ConversationId) => ['chats', 'members', id] as const;

/** Keeps the members of groups in step with what happens there. */
export function followMembers(queries: QueryClient): void {
  const refetch = ({ conversationId }: { conversationId: ConversationId }) =>
    void queries.invalidateQueries({ queryKey: membersKey(conversationId) });
  onHappening('member.joined', refetch);
  onHappening('member.left', refetch);
  onHappening('member.updated', refetch);
}

/** Whom I have blocked: the newest, of which one may have very many. */
export const blockedQuery = queryOptions({
  queryKey: ['chats', 'blocked'],
  queryFn: async ({ signal }) => {
    const { items } = await client.users.blocks({ limit: atMost }, { signal });
    return items.map(({ user }) => user.id);
  },
});

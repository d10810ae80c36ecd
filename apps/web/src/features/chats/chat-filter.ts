import type { Conversation } from '@xom/contract/conversations';

export const kinds = ['all', 'unread', 'groups'] as const;
/** Which conversations the list shows. */
export type Kind = (typeof kinds)[number];

/** Those of a kind; the open one stays, also when it has just been read. */
export function ofKind(
  conversations: readonly Conversation[],
  kind: Kind,
  openId: string | null,
): readonly Conversation[] {
  if (kind === 'all') return conversations;
  return conversations.filter(({ id, isGroup, unreadCount }) =>
    kind === 'groups' ? isGroup : unreadCount > 0 || id === openId,
  );
}

/**
 * Those whose name, or the name of somebody in them, has all words of the query, whatever the accents.
 * @param nameOf what a conversation is called
 */
export function matching(
  conversations: readonly Conversation[],
  query: string,
  nameOf: (conversation: Conversation) => string,
): readonly Conversation[] {
  const words = fold(query).split(/\s+/u);
  return conversations.filter((conversation) => {
    const people = conversation.members.map(
      ({ user }) => `${user.displayName ?? ''} ${user.username ?? ''}`,
    );
    const text = fold([nameOf(conversation), ...people].join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** Without accents and case, as the server compares: "da nang" finds "Đà Nẵng". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/giu, 'd').toLowerCase().trim();
}

import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type {
  ConversationList,
  LiveStore,
  Presence,
  StoreConnection,
  StoreKey,
  Timeline,
} from '@xom/sdk/live-store';
import { useCallback, useSyncExternalStore } from 'react';
import { useLive } from './live.tsx';

/**
 * What the live store says, followed as it changes.
 * @param key what to listen to; null: nothing
 * @param read must answer the same object while nothing changes
 */
export function useLiveValue<Value>(key: StoreKey | null, read: (live: LiveStore) => Value): Value {
  const live = useLive();
  return useSyncExternalStore(
    useCallback(
      (listener) => (key === null ? () => undefined : live.subscribe(key, listener)),
      [live, key],
    ),
    () => read(live),
  );
}

/** My conversations; those that I archived, or the others. */
export function useConversations(filter: { archived: boolean }): ConversationList {
  return useLiveValue('conversations', (live) => live.conversations(filter));
}

/** A conversation; null: it is not mine, or not known yet. */
export function useConversation(id: ConversationId): Conversation | null {
  return useLiveValue(`conversation:${id}`, (live) => live.conversation(id));
}

/** The stretch of a conversation that is shown. */
export function useTimeline(id: ConversationId): Timeline {
  return useLiveValue(`timeline:${id}`, (live) => live.timeline(id));
}

/** Who else is writing. */
export function useTyping(id: ConversationId): readonly UserId[] {
  return useLiveValue(`typing:${id}`, (live) => live.typing(id));
}

/** Whether somebody is here; null where that is not known, or nobody is asked for. */
export function usePresence(userId: UserId | null): Presence | null {
  return useLiveValue(userId && `presence:${userId}`, (live) =>
    userId === null ? null : live.presence(userId),
  );
}

/** How many messages are unread, of conversations that are neither muted nor archived. */
export function useUnreadMessages(): number {
  return useLiveValue('totalUnread', (live) => live.totalUnread);
}

/** Whether messages arrive, and none are missing. */
export function useStoreConnection(): StoreConnection {
  return useLiveValue('connection', (live) => live.connection);
}

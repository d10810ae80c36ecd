import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Database } from '../../tables.ts';
import type { ActivePeople } from '../conversations/open-views.ts';
import { findLastSeen, listShown } from './presence.queries.ts';
import type { PresenceSight } from './presence-sight.ts';
import type { PresenceStore } from './presence-store.ts';

/** What people hear of whose presence they see no longer: that they are gone, and no word of when. */
const outOfSight = { isOnline: false, isActive: false, lastSeen: null, view: null, isQuiet: true };

/**
 * A person let others see their presence, or no longer: tells those who are here and see it no longer, and those
 * who do now.
 */
export async function tellSightChange(
  parts: { database: Database; sight: PresenceSight; store: Pick<PresenceStore, 'isOnline'> },
  userId: UserId,
): Promise<void> {
  const { database, sight, store } = parts;
  const { lost, gained } = await sight.reviewWatchersOf(userId);
  const about = { type: 'presence.updated', userId } as const;
  if (lost.length > 0) sight.deliver({ ...about, ...outOfSight, to: lost });
  if (gained.length === 0) return;
  const isOnline = await store.isOnline(userId);
  const lastSeen = isOnline ? null : await findLastSeen(database, userId);
  sight.deliver({ ...about, ...outOfSight, isOnline, lastSeen, to: gained });
}

/** Who looks at a conversation, of those whose presence the viewer may see there. */
export function shownActivePeople(database: Database, store: PresenceStore): ActivePeople {
  return {
    async activeIn(conversationId: ConversationId, viewerId: UserId): Promise<UserId[]> {
      const active = await store.activeIn(conversationId);
      if (active.length === 0) return [];
      const shown = new Set(await listShown(database, viewerId, active));
      return active.filter((id) => shown.has(id));
    },
  };
}

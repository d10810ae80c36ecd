import type { ConversationId, UserId } from '@xom/contract/fields';
import { userTopic } from '../../topics.ts';
import type { Deliver } from '../conversations/roster.ts';

/** What friends, follows and blocks need of presence. */
export interface PresenceSight {
  /** Lets one see the other's presence, unless something stands between them. */
  watch(watcherId: UserId, userId: UserId): void;
  /** A block: ends at once that one hears of the other, and is seen in their direct conversation. */
  unwatch(watcherId: UserId, userId: UserId, conversationId: ConversationId | null): void;
  /** Something between the two changed: looks again whether one may see the other's presence. */
  review(watcherId: UserId, userId: UserId): void;
}

/** Keeps who sees whose presence in step with friends, follows and blocks, for the person whose topic it is. */
export function followWithPresence(presence: PresenceSight): Deliver {
  return (event, topic) => {
    switch (event.type) {
      case 'friend.accepted':
        presence.watch(event.userId, event.friend.user.id);
        break;
      case 'follow.updated':
        // Some show their presence to their followers alone.
        presence.review(event.userId, event.tie.user.id);
        break;
      case 'friend.removed':
        // They may still share a direct conversation.
        presence.review(event.userId, event.otherId);
        break;
      case 'person.blocked':
      case 'person.unblocked': {
        const { userId, otherId, conversationId } = event;
        const isOwn = topic === userTopic(userId);
        const [watcherId, watchedId] = isOwn ? [userId, otherId] : [otherId, userId];
        if (event.type === 'person.blocked') presence.unwatch(watcherId, watchedId, conversationId);
        else presence.review(watcherId, watchedId);
        break;
      }
    }
  };
}

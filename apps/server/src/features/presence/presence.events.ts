import type { ConversationId, UserId } from '@xom/contract/fields';

/** Told on `presence:<userId>`, and on `room:<conversationId>` of what was opened or closed. */
export interface PresenceEvent {
  type: 'presence.updated';
  userId: UserId;
  isOnline: boolean;
  /** Looks at any conversation. */
  isActive: boolean;
  lastSeen: string | null;
  /** What was opened or closed, and whether it is open now. */
  view: { conversationId: ConversationId; isOpen: boolean } | null;
}

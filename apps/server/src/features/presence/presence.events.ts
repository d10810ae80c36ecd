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
  /** Not told on the room of the view: those who look at it hear it as all others do, if they may. */
  isQuiet: boolean;
  /** Told to these alone, on this process; null: to all who may. */
  to: readonly UserId[] | null;
}

import type { ConversationId, UserId } from '@xom/contract/fields';

/** On `room:<id>`: somebody is writing. Holds for a few seconds; it is stored nowhere. */
export interface TypingEvent {
  type: 'typing';
  conversationId: ConversationId;
  userId: UserId;
}

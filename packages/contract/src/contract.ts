import { accountOperations } from './accounts.ts';
import { chatNamespaceEvents, chatNamespaceOperations } from './chat-namespace.ts';
import { conversationEvents, conversationOperations } from './conversations.ts';
import type { EventDefinition, Operation } from './define.ts';
import { deliveryEvents, deliveryOperations } from './deliveries.ts';
import { directMessageOperations } from './direct-messages.ts';
import { mediaOperations } from './media.ts';
import { memberEvents, memberOperations } from './members.ts';
import { messageEvents, messageOperations } from './messages.ts';
import { moderationOperations } from './moderation.ts';
import { peopleEvents, peopleOperations } from './people.ts';
import { preferenceEvents, preferenceOperations } from './preferences.ts';
import { presenceEvents } from './presence.ts';
import { reactionOperations } from './reactions.ts';
import { socialNamespaceEvents, socialNamespaceOperations } from './social-namespace.ts';
import { syncOperations } from './sync.ts';
import { typingEvents, typingOperations } from './typing.ts';

/** Every operation and event there is. A new feature adds its lists here. */
export const operations = [
  ...accountOperations,
  ...moderationOperations,
  ...peopleOperations,
  ...conversationOperations,
  ...memberOperations,
  ...preferenceOperations,
  ...deliveryOperations,
  ...typingOperations,
  ...messageOperations,
  ...reactionOperations,
  ...directMessageOperations,
  ...syncOperations,
  ...mediaOperations,
  ...chatNamespaceOperations,
  ...socialNamespaceOperations,
] as const satisfies readonly Operation[];

export const events = [
  ...conversationEvents,
  ...memberEvents,
  ...preferenceEvents,
  ...deliveryEvents,
  ...typingEvents,
  ...messageEvents,
  ...presenceEvents,
  ...peopleEvents,
  ...chatNamespaceEvents,
  ...socialNamespaceEvents,
] as const satisfies readonly EventDefinition[];

export type AnyOperation = (typeof operations)[number];
export type AnyEvent = (typeof events)[number];

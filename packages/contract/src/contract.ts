import { accountOperations } from './accounts.ts';
import { chatNamespaceEvents, chatNamespaceOperations } from './chat-namespace.ts';
import { conversationEvents, conversationOperations } from './conversations.ts';
import type { EventDefinition, Operation } from './define.ts';
import { mediaOperations } from './media.ts';
import { messageEvents, messageOperations } from './messages.ts';
import { moderationOperations } from './moderation.ts';
import { peopleEvents, peopleOperations } from './people.ts';
import { presenceEvents } from './presence.ts';
import { syncOperations } from './sync.ts';

/** Every operation and event there is. A new feature adds its lists here. */
export const operations = [
  ...accountOperations,
  ...moderationOperations,
  ...peopleOperations,
  ...conversationOperations,
  ...messageOperations,
  ...syncOperations,
  ...mediaOperations,
  ...chatNamespaceOperations,
] as const satisfies readonly Operation[];

export const events = [
  ...conversationEvents,
  ...messageEvents,
  ...presenceEvents,
  ...peopleEvents,
  ...chatNamespaceEvents,
] as const satisfies readonly EventDefinition[];

export type AnyOperation = (typeof operations)[number];
export type AnyEvent = (typeof events)[number];

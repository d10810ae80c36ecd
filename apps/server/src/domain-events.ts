import type { AccountEvent } from './features/accounts/accounts.events.ts';
import type { CommentEvent } from './features/comments/comments.events.ts';
import type { ConversationEvent } from './features/conversations/conversations.events.ts';
import type { MessageEvent } from './features/messages/messages.events.ts';
import type { NotificationEvent } from './features/notifications/notifications.events.ts';
import type { PeopleEvent } from './features/people/people.events.ts';
import type { PostEvent } from './features/posts/posts.events.ts';
import type { PresenceEvent } from './features/presence/presence.events.ts';
import type { StoryEvent } from './features/stories/stories.events.ts';
import type { TypingEvent } from './features/typing/typing.events.ts';
import type { Bus } from './platform/bus.ts';

/** Everything that travels on the bus, as JSON. A new feature adds its events here. */
export type DomainEvent =
  | AccountEvent
  | CommentEvent
  | ConversationEvent
  | MessageEvent
  | NotificationEvent
  | PeopleEvent
  | PostEvent
  | PresenceEvent
  | StoryEvent
  | TypingEvent;
export type DomainBus = Bus<DomainEvent>;

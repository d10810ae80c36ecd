import { accountOperations } from './accounts.ts';
import { chatNamespaceEvents, chatNamespaceOperations } from './chat-namespace.ts';
import { commentOperations } from './comments.ts';
import { conversationEvents, conversationOperations } from './conversations.ts';
import type { EventDefinition, Operation } from './define.ts';
import { deliveryEvents, deliveryOperations } from './deliveries.ts';
import { directMessageOperations } from './direct-messages.ts';
import { erasureOperations } from './erasure.ts';
import { feedOperations } from './feed.ts';
import { followEvents, followOperations } from './follows.ts';
import { mediaOperations } from './media.ts';
import { memberEvents, memberOperations } from './members.ts';
import { messageEvents, messageOperations } from './messages.ts';
import { moderationOperations } from './moderation.ts';
import { muteEvents, muteOperations } from './mutes.ts';
import { notificationEvents, notificationOperations } from './notifications.ts';
import { peopleEvents, peopleOperations } from './people.ts';
import { postActOperations } from './post-acts.ts';
import { postEvents, postWatchingOperations } from './post-watching.ts';
import { postOperations } from './posts.ts';
import { preferenceEvents, preferenceOperations } from './preferences.ts';
import { presenceEvents } from './presence.ts';
import { reactionOperations } from './reactions.ts';
import { socialCommentEvents, socialCommentOperations } from './social-namespace-comments.ts';
import { searchOperations } from './search.ts';
import { socialNamespaceEvents, socialNamespaceOperations } from './social-namespace.ts';
import { socialTweetEvents, socialTweetOperations } from './social-namespace-tweets.ts';
import { socialStoryEvents, socialStoryOperations } from './social-namespace-stories.ts';
import { storyEvents, storyOperations } from './stories.ts';
import { syncOperations } from './sync.ts';
import { typingEvents, typingOperations } from './typing.ts';

/** Every operation and event there is. A new feature adds its lists here. */
export const operations = [
  ...accountOperations,
  ...moderationOperations,
  ...erasureOperations,
  ...peopleOperations,
  ...followOperations,
  ...muteOperations,
  ...postOperations,
  ...postActOperations,
  ...postWatchingOperations,
  ...feedOperations,
  ...commentOperations,
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
  ...storyOperations,
  ...notificationOperations,
  ...searchOperations,
  ...chatNamespaceOperations,
  ...socialNamespaceOperations,
  ...socialTweetOperations,
  ...socialCommentOperations,
  ...socialStoryOperations,
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
  ...notificationEvents,
  ...followEvents,
  ...muteEvents,
  ...postEvents,
  ...storyEvents,
  ...chatNamespaceEvents,
  ...socialNamespaceEvents,
  ...socialTweetEvents,
  ...socialCommentEvents,
  ...socialStoryEvents,
] as const satisfies readonly EventDefinition[];

export type AnyOperation = (typeof operations)[number];
export type AnyEvent = (typeof events)[number];

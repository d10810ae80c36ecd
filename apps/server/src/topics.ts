import type { ConversationId, UserId } from '@xom/contract/fields';

/** The names of the bus's topics. */
export const roomTopic = (conversationId: ConversationId): string => `room:${conversationId}`;
export const userTopic = (userId: UserId): string => `user:${userId}`;
/** What every process wants to know of anybody, to forget what it remembers of them. */
export const peopleTopic = 'people';
/** Presence of one person, for those who may see it. */
export const presenceTopic = (userId: UserId): string => `presence:${userId}`;

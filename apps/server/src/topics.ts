import type { ConversationId, PostId, UserId } from '@xom/contract/fields';

/** The names of the bus's topics. */
export const roomTopic = (conversationId: ConversationId): string => `room:${conversationId}`;
export const userTopic = (userId: UserId): string => `user:${userId}`;
/** What happens to a post, for those who have it open. */
export const postTopic = (postId: PostId): string => `post:${postId}`;
/** What every process wants to know of anybody, to forget what it remembers of them. */
export const peopleTopic = 'people';
/** What every process wants to know of stories, to tell those of its people who follow the owner. */
export const storiesTopic = 'stories';
/** Presence of one person, for those who may see it. */
export const presenceTopic = (userId: UserId): string => `presence:${userId}`;

import { createConversation } from '@xom/contract/conversations';
import { type ConversationId, StoryId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import {
  createStory,
  deleteStory,
  getStory,
  listStories,
  listStoriesInBrief,
  listStoriesOf,
  listStoryViewers,
  replyToStory,
  viewStory,
} from '@xom/contract/stories';
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { Failure } from '../../platform/failure.ts';
import type { StoryRemoval } from './removal.service.ts';
import type { StoryService } from './stories.service.ts';
import type { StoryViewService } from './story-views.service.ts';

/** Sends a message that answers a story, by all the rules of messages. @throws what sending one throws */
export type SendStoryReply = (reply: {
  senderId: UserId;
  conversationId: ConversationId;
  storyId: StoryId;
  type: 'TEXT';
  content: string;
  clientId?: string | undefined;
}) => Promise<Message>;

const InTray = z.tuple([z.int().min(0).max(2), z.iso.datetime(), UserId]);
const InViewers = z.tuple([z.iso.datetime(), UserId]);

/** The operations of contract/stories.ts. */
export function storyBindings(services: {
  stories: StoryService;
  views: StoryViewService;
  removal: StoryRemoval;
  sendReply: SendStoryReply;
}): Binding[] {
  const { stories, views, removal, sendReply } = services;
  return [
    bind(createStory, (input, { caller }) => stories.create(caller.userId, input)),
    bind(listStories, async ({ limit, cursor }, { caller }) => {
      const place = cursor === undefined ? null : readCursor(InTray, cursor);
      const after = place && { rank: place[0], newestAt: new Date(place[1]), ownerId: place[2] };
      const { items, next } = await stories.tray(caller.userId, { after, limit });
      return pageOf(items, next && [next.rank, next.newestAt.toISOString(), next.ownerId]);
    }),
    bind(listStoriesInBrief, async (_, { caller }) => ({
      people: await stories.brief(caller.userId),
    })),
    bind(getStory, ({ storyId }, { caller }) => stories.get(caller.userId, storyId)),
    bind(listStoriesOf, async ({ userId, limit, cursor }, { caller }) => {
      const after = cursor === undefined ? null : readCursor(StoryId, cursor);
      const wanted = { ownerId: userId, after, limit };
      const { items, next } = await stories.listOf(caller.userId, wanted);
      return pageOf(items, next);
    }),
    bind(deleteStory, async ({ storyId }, { caller }) => {
      await removal.delete(caller.userId, storyId);
      return {};
    }),
    bind(viewStory, async ({ storyId }, { caller }) => {
      await views.view(caller.userId, storyId);
      return {};
    }),
    bind(listStoryViewers, async ({ storyId, limit, cursor }, { caller }) => {
      const place = cursor === undefined ? null : readCursor(InViewers, cursor);
      const after = place && { at: new Date(place[0]), viewerId: place[1] };
      const page = await views.viewers(caller.userId, storyId, { after, limit });
      const next = page.next && [page.next.at.toISOString(), page.next.viewerId];
      return { ...pageOf(page.items, next), count: page.count };
    }),
    bind(replyToStory, async ({ storyId, content, clientId }, { caller, run }) => {
      const { owner } = await stories.get(caller.userId, storyId);
      if (owner.id === caller.userId) throw new Failure('conflict', { storyId: 'is yours' });
      const direct = { isGroup: false, memberIds: [owner.id] };
      const { id: conversationId } = await run(createConversation, direct);
      const message = { conversationId, storyId, type: 'TEXT', content, clientId } as const;
      return sendReply({ senderId: caller.userId, ...message });
    }),
  ];
}

function pageOf<Item>(
  items: Item[],
  next: unknown,
): { items: Item[]; nextCursor: string | null; hasMore: boolean } {
  const hasMore = next !== null;
  return { items, nextCursor: hasMore ? writeCursor(next) : null, hasMore };
}

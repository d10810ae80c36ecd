import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import {
  ClientId,
  MediaId,
  Nothing,
  pageInput,
  pageOf,
  Person,
  saying,
  StoryId,
  Timestamp,
  UserId,
} from './fields.ts';
import { Media } from './media.ts';
import { Message } from './message-shape.ts';

const storyId = { storyId: StoryId };

export const StoryVisibility = z
  .enum(['public', 'followers', 'friends'])
  .describe('Of a private account, what is public is for its followers.');
export type StoryVisibility = z.output<typeof StoryVisibility>;

const storyFields = {
  id: StoryId,
  media: Media,
  caption: z.string().nullable(),
  visibility: StoryVisibility,
  seen: z.boolean().describe('I have looked at it; of my own always true.'),
  createdAt: Timestamp,
  expiresAt: Timestamp.describe('Nobody sees it from then on, and its file goes.'),
};

export const Story = z.strictObject({ ...storyFields, owner: Person });
export type Story = z.output<typeof Story>;

/** The stories of one person, as the tray shows them. */
export const StoryReel = z.strictObject({
  owner: Person,
  stories: z.array(z.strictObject(storyFields)).describe('In the order in which they were made.'),
  hasUnseen: z.boolean(),
});
export type StoryReel = z.output<typeof StoryReel>;

/** The same without the files, for the dialect of seeds 001 and 002. */
export const BriefReel = z.strictObject({
  owner: Person,
  stories: z.array(
    z.strictObject({ id: StoryId, createdAt: Timestamp, expiresAt: Timestamp, seen: z.boolean() }),
  ),
});
export type BriefReel = z.output<typeof BriefReel>;

export const StoryViewer = z.strictObject({ user: Person, viewedAt: Timestamp });
export type StoryViewer = z.output<typeof StoryViewer>;

export const createStory = defineOperation({
  name: 'stories.create',
  summary:
    'Show an image or a video that I uploaded, for 24 hours. One may have 100 stories at a time.',
  rest: 'POST /stories',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object({
    mediaId: MediaId.describe('What POST /media answered.'),
    caption: saying(500).optional(),
    visibility: StoryVisibility.default('public'),
    clientId: ClientId.optional(),
  }),
  output: Story,
  errors: ['not_found', 'unsupported_media_type', 'conflict'],
});

export const listStories = defineOperation({
  name: 'stories.list',
  summary:
    'The stories of those whom I follow and have not muted, by person: mine first, then those with something that I have not seen, then the newest. A page ends at 100 stories, before a person whose stories do not all fit.',
  rest: 'GET /stories',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(StoryReel),
});

/** Behind the dialect of seeds 001 and 002: it has no door of its own, so it is in no list. */
export const listStoriesInBrief = defineOperation({
  name: 'stories.brief',
  summary:
    'The first 500 people of the tray but for me, or as many as have 5,000 stories, without the files.',
  socket: null,
  access: 'person',
  rate: 'read',
  input: z.object({}),
  output: z.strictObject({ people: z.array(BriefReel) }),
});

export const getStory = defineOperation({
  name: 'stories.get',
  summary: 'One story.',
  rest: 'GET /stories/:storyId',
  access: 'person',
  rate: 'read',
  input: z.object(storyId),
  output: Story,
  errors: ['not_found'],
});

export const listStoriesOf = defineOperation({
  name: 'users.stories',
  summary: 'The stories of a person that I may see, in the order in which they were made.',
  rest: 'GET /users/:userId/stories',
  access: 'person',
  rate: 'read',
  input: z.object({ userId: UserId, ...pageInput }),
  output: pageOf(Story),
  errors: ['not_found'],
});

export const deleteStory = defineOperation({
  name: 'stories.delete',
  summary: 'Delete a story of mine, its file and who looked at it too.',
  rest: 'DELETE /stories/:storyId',
  access: 'person',
  rate: 'write',
  input: z.object(storyId),
  output: Nothing,
  errors: ['not_found', 'forbidden'],
});

export const viewStory = defineOperation({
  name: 'stories.view',
  summary: 'I looked at a story. A second time changes nothing, and my own does not count.',
  rest: 'POST /stories/:storyId/view',
  access: 'person',
  rate: 'write',
  input: z.object(storyId),
  output: Nothing,
  errors: ['not_found'],
});

export const listStoryViewers = defineOperation({
  name: 'stories.viewers',
  summary: 'Who looked at a story of mine, the newest first, and how many they are.',
  rest: 'GET /stories/:storyId/viewers',
  access: 'person',
  rate: 'read',
  input: z.object({ ...storyId, ...pageInput }),
  output: z.strictObject({ ...pageOf(StoryViewer).shape, count: z.int() }),
  errors: ['not_found', 'forbidden'],
});

export const replyToStory = defineOperation({
  name: 'stories.reply',
  summary:
    'Answer a story by a direct message to its owner; the conversation is made when there is none.',
  rest: 'POST /stories/:storyId/reply',
  status: 201,
  access: 'person',
  rate: 'message',
  input: z.object({ ...storyId, content: saying(10_000), clientId: ClientId.optional() }),
  output: Message,
  errors: ['not_found', 'conflict', 'blocked'],
});

export const storyOperations = [
  createStory,
  listStories,
  getStory,
  listStoriesOf,
  deleteStory,
  viewStory,
  listStoryViewers,
  replyToStory,
] as const;

export const storyCreated = defineEvent({
  name: 'story.created',
  summary: 'I, or somebody in my tray, made a story.',
  payload: Story,
});
export const storyRemoved = defineEvent({
  name: 'story.removed',
  summary:
    'A story of mine, or of somebody in my tray, was deleted. One whose time is over goes without an event.',
  payload: z.strictObject({ ...storyId, ownerId: UserId }),
});
export const storyViewed = defineEvent({
  name: 'story.viewed',
  summary: 'Somebody looked at a story of mine for the first time, or I looked at one.',
  payload: z.strictObject({ ...storyId, ownerId: UserId, user: Person, viewedAt: Timestamp }),
});

export const storyEvents = [storyCreated, storyRemoved, storyViewed] as const;

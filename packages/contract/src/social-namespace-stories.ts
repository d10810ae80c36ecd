import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { StoryId, Timestamp, Url, UserId } from './fields.ts';

/** Stories in the dialect of seeds 001 and 002: see social-namespace.ts. */

const namespace = '/' as const;

const StoriesOfPerson = z.strictObject({
  ownerId: UserId,
  username: z.string().nullable(),
  photo: Url.nullable(),
  stories: z.array(
    z.strictObject({
      id: StoryId,
      createdAt: Timestamp,
      expiresAt: Timestamp,
      seen: z.boolean(),
    }),
  ),
});

const StoryPhoto = z.strictObject({
  status: z.literal(true),
  id: StoryId,
  image: Url.describe('The address of the picture, or of the video.'),
});

export const sendAllFollowingStorysInfoFromServer = defineEvent({
  namespace,
  name: 'sendAllFollowingStorysInfoFromServer',
  summary:
    'Once after connecting, even when empty: the stories of those whom I follow, without my own; of 500 people at most, with 5,000 stories at most.',
  payload: z.array(StoriesOfPerson),
});
export const sendStoryPhotoFromServer = defineEvent({
  namespace,
  name: 'sendStoryPhotoFromServer',
  summary: 'Answers `requestStoryPhoto`.',
  payload: StoryPhoto,
});

export const socialStoryEvents = [
  sendAllFollowingStorysInfoFromServer,
  sendStoryPhotoFromServer,
] as const;

export const socialRequestStoryPhoto = defineOperation({
  name: 'social:requestStoryPhoto',
  summary: 'The picture of a story (`ObjectId`) of a person. I have seen it then.',
  socket: { namespace, event: 'requestStoryPhoto', ack: 'bare', emits: sendStoryPhotoFromServer },
  access: 'person',
  rate: 'write',
  input: z.object({ ownerId: UserId, ObjectId: StoryId }),
  output: StoryPhoto,
  errors: ['not_found'],
});

export const socialStoryOperations = [socialRequestStoryPhoto] as const;

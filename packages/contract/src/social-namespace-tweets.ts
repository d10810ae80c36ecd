import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { maxPostPage } from './feed.ts';
import { PostId, saying, Timestamp, UserId } from './fields.ts';
import { maxTextLength } from './posts.ts';

/** The dialect of seed 001, the namespace `/`: tweets. */

const namespace = '/' as const;

const Tweet = z.strictObject({
  _id: PostId,
  owner: UserId,
  context: z.string().describe('The text; empty where there is none.'),
  likes: z.array(UserId).describe('Who likes it: the newest 50 of those whom I see.'),
  likesCount: z.int(),
  comments: z.int().describe('How many.'),
  sent_at: Timestamp,
});

export const sendTweetToClientFromServer = defineEvent({
  namespace,
  name: 'sendTweetToClientFromServer',
  summary: 'Answers `getTweetsOfAnUser`.',
  payload: z.array(Tweet),
});

export const socialTweetEvents = [sendTweetToClientFromServer] as const;

export const socialAddNewTweet = defineOperation({
  name: 'social:addNewTweet',
  summary: 'Post a public tweet.',
  socket: { namespace, event: 'addNewTweet', arguments: ['context'] },
  access: 'person',
  rate: 'write',
  input: z.object({ context: saying(maxTextLength.tweet) }),
  output: z.strictObject({ tweet: Tweet }),
});

export const socialToggleTweetLike = defineOperation({
  name: 'social:toggleTweetLike',
  summary: 'Like a tweet, or take the like back. Answers whether I like it now.',
  socket: { namespace, event: 'toggleTweetLike', arguments: ['tweetId'], ack: 'bare' },
  access: 'person',
  rate: 'write',
  input: z.object({ tweetId: PostId }),
  output: z.boolean(),
  errors: ['not_found'],
});

export const socialGetTweets = defineOperation({
  name: 'social:getTweetsOfAnUser',
  summary: 'The tweets of a person, the newest first, 20 to a page.',
  socket: {
    namespace,
    event: 'getTweetsOfAnUser',
    arguments: ['userId', 'skipPage'],
    ack: 'bare',
    emits: sendTweetToClientFromServer,
  },
  access: 'person',
  rate: 'read',
  input: z.object({
    userId: UserId,
    skipPage: z
      .int()
      .min(0)
      .max(maxPostPage)
      .nullish()
      .describe('How many pages to skip: 0, or absent, is the first page.'),
  }),
  output: z.array(Tweet),
  errors: ['not_found'],
});

export const socialTweetOperations = [
  socialAddNewTweet,
  socialToggleTweetLike,
  socialGetTweets,
] as const;

import { z } from 'zod';
import { defineOperation } from './define.ts';
import {
  ClientId,
  MediaId,
  Nothing,
  pageInput,
  pageOf,
  Person,
  PostId,
  text,
  Timestamp,
  UserId,
} from './fields.ts';
import { Media } from './media.ts';

/** Posts and tweets. */

export const PostKind = z.enum(['post', 'tweet']);
export type PostKind = z.output<typeof PostKind>;

export const PostVisibility = z
  .enum(['public', 'followers', 'friends'])
  .describe(
    'Who may see it, beside its author: `public` everybody (of a private account: its followers), `followers`, or `friends`. With a block between two people neither sees the posts of the other.',
  );
export type PostVisibility = z.output<typeof PostVisibility>;

export const maxTextLength = { post: 5000, tweet: 500 } as const satisfies Record<PostKind, number>;
const maxMedia = 10;
const maxTagged = 20;

/** A file of a post, and what it shows in words. */
export const PostMedia = Media.extend({ altText: z.string().nullable() });
export type PostMedia = z.output<typeof PostMedia>;

const content = {
  id: PostId,
  kind: PostKind,
  author: Person,
  text: z.string().nullable(),
  media: z.array(PostMedia),
  visibility: PostVisibility,
  createdAt: Timestamp,
  editedAt: Timestamp.nullable().describe('When its text or its alternative texts last changed.'),
};

/** The post that another one quotes, as short as it is shown there. */
export const QuotedPost = z.strictObject(content);
export type QuotedPost = z.output<typeof QuotedPost>;

/** A post as one viewer sees it: the counts leave out people whom they do not see, as the lists do. */
export const Post = z.strictObject({
  ...content,
  taggedUsers: z.array(Person),
  mentions: z.array(Person).describe('Whom the text names by `@username`.'),
  tags: z.array(z.string()).describe('The `#tags` of the text, in lower case.'),
  likeCount: z.int(),
  commentCount: z.int().describe('Without the replies to comments.'),
  repostCount: z.int(),
  quoteCount: z.int().describe('How many public posts of accounts that are not private quote it.'),
  saveCount: z
    .int()
    .nullable()
    .describe('For its author only; of all, whomever they mute or block: nobody learns who saved.'),
  likedByMe: z.boolean(),
  savedByMe: z.boolean(),
  repostedByMe: z.boolean(),
  quoteOf: PostId.nullable(),
  quoted: QuotedPost.nullable().describe(
    'What `quoteOf` names, as it is now; null where it is gone, or not for me to see.',
  ),
  repostedBy: Person.nullable().describe('In a feed, where it stands there by their repost.'),
  repostedAt: Timestamp.nullable(),
  archivedAt: Timestamp.nullable().describe('Since when only its author sees it.'),
  clientId: z.string().nullable().describe('For its author only.'),
});
export type Post = z.output<typeof Post>;

/** What a post said before an edit. */
export const PostEdit = z.strictObject({
  text: z.string().nullable(),
  media: z.array(z.strictObject({ mediaId: MediaId, altText: z.string().nullable() })),
  replacedAt: Timestamp,
});
export type PostEdit = z.output<typeof PostEdit>;

export const postId = { postId: PostId };
const PostText = text(maxTextLength.post).describe(
  'At most 5,000 characters, of a tweet 500. `@username` mentions (the first 20), `#word` tags (the first 30).',
);
const AltTexts = z
  .array(text(1000).nullable())
  .max(maxMedia)
  .describe('What each of the files shows, in their order.');
const TaggedUserIds = z.array(UserId).max(maxTagged).describe('People whom I may see.');

/** What a person does with a post of their own, or of another. */
export const ofOneself = { access: 'person', rate: 'write', input: z.object(postId) } as const;

export const createPost = defineOperation({
  name: 'posts.create',
  summary:
    'Post. It holds a text, files or a quote. What can be quoted is what can be reposted: a public post of an account that is not private.',
  rest: 'POST /posts',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object({
    kind: PostKind.default('post'),
    text: PostText.nullish(),
    mediaIds: z
      .array(MediaId)
      .max(maxMedia)
      .optional()
      .describe('Up to 10 images, or one video, that I uploaded.'),
    altTexts: AltTexts.optional(),
    taggedUserIds: TaggedUserIds.optional(),
    visibility: PostVisibility.default('public'),
    quoteOf: PostId.nullish(),
    clientId: ClientId.optional().describe(
      'Made by the client; the same one again answers with the first post.',
    ),
  }),
  output: Post,
  errors: ['not_found', 'forbidden', 'unsupported_media_type'],
});

export const getPost = defineOperation({
  name: 'posts.get',
  summary: 'One post.',
  rest: 'GET /posts/:postId',
  access: 'person',
  rate: 'read',
  input: z.object(postId),
  output: Post,
  errors: ['not_found'],
});

export const updatePost = defineOperation({
  name: 'posts.update',
  summary:
    'Change a post of mine. What is absent stays. Other texts are an edit: what was said before is kept for those who may see the post.',
  rest: 'PATCH /posts/:postId',
  access: 'person',
  rate: 'write',
  input: z.object({
    ...postId,
    text: PostText.nullish().describe('Null takes the text away.'),
    altTexts: AltTexts.optional(),
    mediaIds: z
      .array(MediaId)
      .max(maxMedia)
      .optional()
      .describe('The files that the post has, in another order; before `altTexts` are set.'),
    taggedUserIds: TaggedUserIds.optional().describe(
      'People whom I may see; who took their tag off this post stays off it.',
    ),
    visibility: PostVisibility.optional(),
  }),
  output: Post,
  errors: ['not_found', 'forbidden'],
});

export const listPostEdits = defineOperation({
  name: 'posts.edits',
  summary:
    'What a post said before each edit, the latest first. To others than its author only since it is for those who see it now.',
  rest: 'GET /posts/:postId/edits',
  access: 'person',
  rate: 'read',
  input: z.object({ ...postId, ...pageInput }),
  output: pageOf(PostEdit),
  errors: ['not_found'],
});

export const deletePost = defineOperation({
  name: 'posts.delete',
  summary:
    'Delete a post for good, with its comments, likes, reposts and files: its author, or a moderator. What quotes it stays.',
  rest: 'DELETE /posts/:postId',
  ...ofOneself,
  output: Nothing,
  errors: ['not_found', 'forbidden'],
});

export const postOperations = [createPost, getPost, updatePost, listPostEdits, deletePost] as const;

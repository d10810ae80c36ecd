import { z } from 'zod';
import { User } from './accounts.ts';
import { defineOperation } from './define.ts';
import { ConversationId, pageInput, pageOf, text } from './fields.ts';
import { Message } from './message-shape.ts';
import { Post } from './posts.ts';

export const SearchType = z.enum(['users', 'posts', 'messages', 'tags']);
export type SearchType = z.output<typeof SearchType>;

export const FoundTag = z.strictObject({
  tag: z.string().describe('In lower case, without its `#`.'),
  label: z.string().describe('As it was first written.'),
  postCount: z
    .int()
    .describe('Public posts of accounts that are not private, of people whom I see.'),
});
export type FoundTag = z.output<typeof FoundTag>;

const maxQuery = 100;

export const search = defineOperation({
  name: 'search.find',
  summary:
    'Find people, posts, messages of my conversations and tags, whatever accents and case they are written with ("da nang" finds "Đà Nẵng"). All words must be there, in any order; three letters are found in the middle of a word, one or two where a word begins with them; Chinese, Japanese, Korean and emoji by each character. What has the words as asked, accents and all, comes before their folded form, whole words before parts, and of equals the newest; of people those whom I follow and my friends first. Where very much fits, this order holds for the newest of it, then for what is older (of messages: for the conversations with the latest messages). A page may then hold fewer than `limit`, even none, while `hasMore` is true.',
  rest: 'GET /search',
  access: 'person',
  rate: 'read',
  input: z.object({
    ...pageInput,
    cursor: pageInput.cursor.describe('`nextCursor` of the page before; only with one `type`.'),
    q: text(maxQuery * 4)
      .refine(
        (asked) => asked.trim() !== '' && asked.trim().length <= maxQuery,
        `must hold 1 to ${maxQuery} characters beside white space`,
      )
      .describe('1 to 100 characters.'),
    type: z
      .array(SearchType)
      .min(1)
      .max(SearchType.options.length)
      .optional()
      .describe(
        'What to find; absent: everything, with `conversationId` messages. Of each the first page is answered.',
      ),
    conversationId: ConversationId.optional().describe('Only messages of this conversation.'),
  }),
  output: z.strictObject({
    users: pageOf(User).optional(),
    posts: pageOf(Post).optional(),
    messages: pageOf(Message).optional(),
    tags: pageOf(FoundTag).optional(),
  }),
  errors: ['not_found', 'not_a_member'],
});

export const searchOperations = [search] as const;

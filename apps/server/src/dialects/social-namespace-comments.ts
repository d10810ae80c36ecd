import { pageComments } from '@xom/contract/comments';
import { socialGetComments } from '@xom/contract/social-namespace-comments';
import { bind, type Binding } from '../platform/call.ts';

/** The comments of the dialect of seed 001: its names and shapes to the operations of `/v1` and back. */
export function socialCommentBindings(): Binding[] {
  return [
    bind(socialGetComments, async ({ tweetId, skipPage }, { run }) => {
      const page = skipPage ?? 0;
      const { items } = await run(pageComments, { postId: tweetId, page });
      return {
        tweetId,
        page,
        comments: items.map(({ id, author, text, likeCount, createdAt }) => ({
          _id: id,
          owner: author.id,
          context: text,
          likesCount: likeCount,
          sent_at: createdAt,
        })),
      };
    }),
  ];
}

import { listFirstLikers, pagePostsOf } from '@xom/contract/feed';
import type { PostId, UserId } from '@xom/contract/fields';
import { toggleLike } from '@xom/contract/post-acts';
import { createPost, type Post } from '@xom/contract/posts';
import {
  socialAddNewTweet,
  socialGetTweets,
  socialToggleTweetLike,
} from '@xom/contract/social-namespace-tweets';
import { bind, type Binding } from '../platform/call.ts';

/** The tweets of the dialect of seed 001, call by call: to the operations of `/v1` and back. */
export function socialTweetBindings(): Binding[] {
  return [
    bind(socialAddNewTweet, async ({ context }, { run }) => {
      const post = await run(createPost, { kind: 'tweet', text: context });
      return { tweet: tweetOf(post, []) };
    }),
    bind(socialToggleTweetLike, async ({ tweetId }, { run }) => {
      const { likedByMe } = await run(toggleLike, { postId: tweetId });
      return likedByMe;
    }),
    bind(socialGetTweets, async ({ userId, skipPage }, { run }) => {
      const { items } = await run(pagePostsOf, { userId, kind: 'tweet', page: skipPage ?? 0 });
      const liked = items.filter(({ likeCount }) => likeCount > 0);
      const likerIds = new Map<PostId, UserId[]>();
      if (liked.length > 0) {
        const { posts } = await run(listFirstLikers, { postIds: liked.map(({ id }) => id) });
        for (const post of posts) likerIds.set(post.postId, post.likerIds);
      }
      // Of one that went meanwhile nobody is told.
      return items.map((post) => tweetOf(post, likerIds.get(post.id) ?? []));
    }),
  ];
}

function tweetOf(post: Post, likes: UserId[]) {
  return {
    _id: post.id,
    owner: post.author.id,
    context: post.text ?? '',
    likes,
    likesCount: post.likeCount,
    comments: post.commentCount,
    sent_at: post.createdAt,
  };
}

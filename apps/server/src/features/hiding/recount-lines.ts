import type { PostId, UserId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import { setCommentLikesCounted, setCommentsCounted } from '../comments/person-comments.ts';
import { setNoticesCounted } from '../notifications/person-notices.queries.ts';
import {
  type FollowWalk,
  followWalkStart,
  recountFollows,
} from '../people/follow-steps.queries.ts';
import { setActsCounted } from '../posts/person-acts.queries.ts';
import { recountPosts } from '../posts/person-posts.queries.ts';
import { shareStanding } from './recounting.queries.ts';

/**
 * One kind of what people do that others have counted. `begin` answers what does the next step each time it is
 * called, in a transaction: it locks the person's row of `users`, looks at it, and brings up to so many rows
 * with their counters to what that says. It answers whether that was the last one.
 */
export interface RecountLine {
  name: string;
  begin(): (queries: Queries, userId: UserId) => Promise<boolean>;
}

/** Everything, line by line. @param limit how many rows a step looks at */
export function recountLines(limit: number): readonly RecountLine[] {
  return [
    // Counted where both are there, in the counters of both.
    line<FollowWalk>('follows', (queries, userId, after) =>
      recountFollows(queries, userId, after ?? followWalkStart, limit),
    ),
    // Their own posts: in their post count, in what these quote, in tags.
    line<PostId>('posts', (queries, userId, after) =>
      recountPosts(queries, userId, { after, limit }),
    ),
    acts('likes of posts', limit, setActsCounted('likes')),
    acts('saves', limit, setActsCounted('saves')),
    acts('reposts', limit, setActsCounted('reposts')),
    acts('comments and replies', limit, setCommentsCounted),
    acts('likes of comments and replies', limit, setCommentLikesCounted),
    acts('notifications of others', limit, setNoticesCounted),
  ];
}

/** @param step answers where the next one begins; null at the end */
function line<Place>(
  name: string,
  step: (queries: Queries, userId: UserId, after: Place | null) => Promise<Place | null>,
): RecountLine {
  return {
    name,
    begin() {
      let after: Place | null = null;
      return async (queries, userId) => {
        after = await step(queries, userId, after);
        return after === null;
      };
    },
  };
}

/** What counts while whoever did it is there. */
function acts<Place>(
  name: string,
  limit: number,
  setCounted: (
    queries: Queries,
    userId: UserId,
    isCounted: boolean,
    batch: { after: Place | null; limit: number },
  ) => Promise<Place | null>,
): RecountLine {
  return line<Place>(name, async (queries, userId, after) => {
    const isThere = await shareStanding(queries, userId);
    if (isThere === null) return null;
    return setCounted(queries, userId, isThere, { after, limit });
  });
}

import type { UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import { doneUnlessFull, type PersonStep, type StepDone } from '../../person-steps.ts';
import type { Queries } from '../../tables.ts';
import type { Holder } from '../media/holders.ts';
import {
  actsOnPosts,
  type ActTable,
  deleteActs,
  deleteMentions,
  deleteTags,
  lockActedPosts,
  lockNextPost,
  type NextPost,
} from './erased-person.queries.ts';
import { announcePost } from './post-announcer.ts';
import { moveCountersOfPosts } from './post-counter-batches.queries.ts';
import { deleteSomeOfPost, markPostDeleted } from './post-deletion.queries.ts';
import type { PostFiles } from './post-deletion.service.ts';
import { quotedBy } from './post-locks.queries.ts';
import { withdrawPost } from './post-standing.queries.ts';

/** Each is locked, and told of. */
const maxPosts = 500;

const undone = { liked_posts: 'unliked', saved_posts: 'unsaved', reposts: 'unreposted' } as const;

/** Takes what an erased person liked, saved or reposted out of others' posts, and their counters. */
export function undoActs(bus: DomainBus, table: ActTable): PersonStep {
  return async (queries, userId, part) => {
    const limit = Math.min(part.limit, maxPosts);
    const posts = await lockActedPosts(queries, table, userId, limit);
    const gone = await deleteActs(queries, table, userId, posts);
    const counted = gone.filter((post) => post.isCounted);
    await moveCountersOfPosts(queries, actsOnPosts[table], counted, -1);
    const told = () => {
      for (const { author_id: authorId, id: postId } of counted) {
        announcePost(bus, { postId, authorId, actorId: userId, change: undone[table] });
      }
    };
    return { ...doneUnlessFull(posts.length, limit), told };
  };
}

/** Takes an erased person out of the tags of others' posts. */
export const pullFromTags: PersonStep = async (queries, userId, { limit }) => {
  const posts = await lockActedPosts(queries, 'tagged_posts', userId, limit);
  await deleteTags(queries, userId, posts);
  return doneUnlessFull(posts.length, limit);
};

export const pullFromPostMentions: PersonStep = async (queries, userId, { limit }) =>
  doneUnlessFull(await deleteMentions(queries, userId, limit), limit);

/** Deletes an erased person's own posts with all that lies under them, as each post's end has it. */
export function deletePostsOf(dependencies: {
  bus: DomainBus;
  files: PostFiles;
  notices: Pick<Notices, 'forget'>;
}): PersonStep {
  return async (queries, userId, { limit }) => {
    let left = limit;
    const told: (() => void)[] = [];
    while (left > 0) {
      const post = await lockNextPost(queries, userId);
      if (!post) return { ...finished(limit - left, told), next: null };
      if (!post.deleted_at) told.push(await endPost(queries, post, dependencies));
      const { bus } = dependencies;
      const isGone = await deleteSomeOfPost(queries, post, left);
      left = isGone ? left - rowsOf(post) : 0;
      if (isGone) told.push(() => announceEnd(bus, userId, post));
    }
    return { ...finished(limit, told), next: 'more' };
  };
}

function finished(count: number, told: readonly (() => void)[]): Pick<StepDone, 'count' | 'told'> {
  return { count, told: () => told.forEach((tell) => tell()) };
}

/** From the commit on it counts nowhere, and its files go. */
async function endPost(
  queries: Queries,
  post: NextPost,
  { files, notices }: { files: PostFiles; notices: Pick<Notices, 'forget'> },
): Promise<() => void> {
  if (post.is_counted) await withdrawPost(queries, post);
  await markPostDeleted(queries, post);
  const holders = post.media.map(({ mediaId }): Holder => {
    return { mediaId, kind: 'post', holderId: post.id };
  });
  await files.release(queries, ...holders);
  return notices.forget(queries, { postIds: [post.id] });
}

function announceEnd(bus: DomainBus, authorId: UserId, post: NextPost): void {
  announcePost(bus, { postId: post.id, authorId, actorId: authorId, change: 'deleted' });
  const quoted = quotedBy(post);
  if (quoted) announcePost(bus, { ...quoted, actorId: authorId, change: 'unquoted' });
}

/** About how many rows went with it. */
function rowsOf(post: NextPost): number {
  return 1 + 2 * post.like_count + post.save_count + post.repost_count + post.comment_count;
}

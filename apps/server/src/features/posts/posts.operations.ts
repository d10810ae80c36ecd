import {
  archivePost,
  likePost,
  listPostLikes,
  listPostReposts,
  repostPost,
  savePost,
  toggleLike,
  unarchivePost,
  unlikePost,
  unrepostPost,
  unsavePost,
  untagPost,
} from '@xom/contract/post-acts';
import { closePost, openPost } from '@xom/contract/post-watching';
import { createPost, deletePost, getPost, listPostEdits, updatePost } from '@xom/contract/posts';
import { RepostId, UserId } from '@xom/contract/fields';
import { z } from 'zod';
import { bind, type Binding, type Call } from '../../platform/call.ts';
import type { Connection } from '../../platform/connections.ts';
import { Failure } from '../../platform/failure.ts';
import type { ArchiveService } from './archive.service.ts';
import { listed } from './listed.ts';
import type { PostActService } from './post-acts.service.ts';
import type { PostDeletionService } from './post-deletion.service.ts';
import type { PostListService } from './post-lists.service.ts';
import type { PostWatch } from './post-watch.ts';
import type { PostService } from './posts.service.ts';

const Time = z.iso.datetime();
const PersonPlace = z.tuple([Time, UserId]);

/** The operations of contract/posts.ts. */
export function postBindings(services: {
  posts: PostService;
  acts: PostActService;
  archive: ArchiveService;
  deletion: PostDeletionService;
  lists: PostListService;
  watch: PostWatch;
}): Binding[] {
  const { posts, acts, archive, deletion, lists, watch } = services;
  return [
    bind(createPost, (input, { caller }) => posts.create(caller.userId, input)),
    bind(getPost, ({ postId }, { caller }) => posts.get(caller.userId, postId)),
    bind(updatePost, (input, { caller }) => posts.update(caller.userId, input)),
    bind(listPostEdits, ({ postId, ...input }, { caller }) =>
      listed(input, Time, {
        read: (written) => new Date(written),
        write: (at: Date) => at.toISOString(),
        load: (wanted) => posts.edits(caller.userId, postId, wanted),
      }),
    ),
    bind(deletePost, async ({ postId }, { caller }) => {
      await deletion.delete(caller.userId, postId);
      return {};
    }),
    bind(likePost, ({ postId }, { caller }) => acts.like(caller.userId, postId)),
    bind(unlikePost, ({ postId }, { caller }) => acts.unlike(caller.userId, postId)),
    bind(toggleLike, async ({ postId }, { caller }) => ({
      likedByMe: await acts.toggleLike(caller.userId, postId),
    })),
    bind(savePost, ({ postId }, { caller }) => acts.save(caller.userId, postId)),
    bind(unsavePost, ({ postId }, { caller }) => acts.unsave(caller.userId, postId)),
    bind(repostPost, ({ postId }, { caller }) => acts.repost(caller.userId, postId)),
    bind(unrepostPost, ({ postId }, { caller }) => acts.unrepost(caller.userId, postId)),
    bind(archivePost, ({ postId }, { caller }) => archive.set(caller.userId, postId, true)),
    bind(unarchivePost, ({ postId }, { caller }) => archive.set(caller.userId, postId, false)),
    bind(untagPost, ({ postId }, { caller }) => acts.untag(caller.userId, postId)),
    bind(listPostLikes, ({ postId, ...input }, { caller }) =>
      listed(input, PersonPlace, {
        read: ([at, userId]) => ({ at: new Date(at), userId }),
        write: ({ at, userId }) => [at.toISOString(), userId],
        load: (wanted) => lists.likers(caller.userId, postId, wanted),
      }),
    ),
    bind(listPostReposts, ({ postId, ...input }, { caller }) =>
      listed(input, RepostId, {
        read: (id) => id,
        write: (id) => id,
        load: (wanted) => lists.reposters(caller.userId, postId, wanted),
      }),
    ),
    bind(openPost, async ({ postId }, call) => {
      const connection = connectionOf(call);
      try {
        // Looked at after that: nothing falls between.
        await watch.open(connection, postId);
        return await posts.get(call.caller.userId, postId);
      } catch (error) {
        watch.close(connection, postId);
        throw error;
      }
    }),
    bind(closePost, ({ postId }, call) => {
      watch.close(connectionOf(call), postId);
      return {};
    }),
  ];
}

/** Looking at a post is something that a socket does. */
function connectionOf(call: Call): Connection {
  if (!call.connection) throw new Failure('invalid_input', { body: 'needs a socket' });
  return call.connection;
}

import type { PostId, RepostId, UserId } from '@xom/contract/fields';
import type { Post } from '@xom/contract/posts';
import type { DomainBus } from '../../domain-events.ts';
import type { AfterCommit, Notice, Notices } from '../../notices.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import { announcePost } from './post-announcer.ts';
import {
  deleteLike,
  deleteRepost,
  deleteSave,
  hasLiked,
  insertLike,
  insertRepost,
  insertSave,
} from './post-acts.queries.ts';
import {
  type LockedPost,
  lockActor,
  lockShareablePost,
  lockVisiblePost,
} from './post-locks.queries.ts';
import type { PostPresenter } from './post-presenter.ts';
import type { PostChange } from './posts.events.ts';
import { untag } from './posts.queries.ts';

/** What an act does to the locked post, and how it is told where that changed something. */
interface Act {
  change: PostChange;
  /** Locks the post; absent: any that the actor may see. */
  lock?: typeof lockVisiblePost;
  /** @returns whether something changed */
  write(queries: Queries, post: LockedPost): Promise<boolean>;
  tell?(queries: Queries, post: LockedPost): Promise<AfterCommit>;
}

/** Liking, saving, reposting, and taking that back; each again changes nothing. */
export class PostActService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #notices: Notices;
  readonly #presenter: PostPresenter;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    notices: Notices;
    presenter: PostPresenter;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#notices = dependencies.notices;
    this.#presenter = dependencies.presenter;
  }

  /** @throws Failure `not_found` | `unauthenticated`, as everything here */
  async like(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, this.#liking(actorId));
  }

  async unlike(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, this.#unliking(actorId));
  }

  /** Which of the two it is, is decided under the lock of the post. @returns whether they like it now */
  async toggleLike(actorId: UserId, postId: PostId): Promise<boolean> {
    const { change } = await this.#perform(actorId, postId, async (queries, post) =>
      (await hasLiked(queries, post, actorId)) ? this.#unliking(actorId) : this.#liking(actorId),
    );
    return change === 'liked';
  }

  #liking(actorId: UserId): Act {
    return {
      change: 'liked',
      write: async (queries, post) => insertLike(queries, post, actorId, new Date()),
      tell: async (queries, post) => this.#notices.tell(queries, [likeOf(actorId, post)]),
    };
  }

  #unliking(actorId: UserId): Act {
    return {
      change: 'unliked',
      write: async (queries, post) => deleteLike(queries, post, actorId),
      tell: async (queries, post) => this.#notices.withdraw(queries, [likeOf(actorId, post)]),
    };
  }

  async save(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, {
      change: 'saved',
      write: async (queries, post) => insertSave(queries, post, actorId, new Date()),
    });
  }

  async unsave(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, {
      change: 'unsaved',
      write: async (queries, post) => deleteSave(queries, post, actorId),
    });
  }

  /** @throws Failure `forbidden` too: the post is not for all */
  async repost(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, {
      change: 'reposted',
      lock: lockShareablePost,
      write: async (queries, post) =>
        insertRepost(queries, post, { id: newId<RepostId>(), userId: actorId, at: new Date() }),
      tell: async (queries, post) => this.#notices.tell(queries, [repostOf(actorId, post)]),
    });
  }

  async unrepost(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, {
      change: 'unreposted',
      write: async (queries, post) => deleteRepost(queries, post, actorId),
      tell: async (queries, post) => this.#notices.withdraw(queries, [repostOf(actorId, post)]),
    });
  }

  /** Takes the actor's own tag off. */
  async untag(actorId: UserId, postId: PostId): Promise<Post> {
    return this.#act(actorId, postId, {
      change: 'untagged',
      write: async (queries, post) => untag(queries, post, actorId),
      tell: async (queries, post) =>
        this.#notices.withdraw(queries, [
          { kind: 'tag', userId: actorId, actorId: post.author_id, postId: post.id },
        ]),
    });
  }

  async #act(actorId: UserId, postId: PostId, act: Act): Promise<Post> {
    const { authorId } = await this.#perform(actorId, postId, async () => act, act.lock);
    return this.#presenter.one(this.#database, actorId, { authorId, postId });
  }

  /** @param choose says what to do, once the post is locked */
  async #perform(
    actorId: UserId,
    postId: PostId,
    choose: (queries: Queries, post: LockedPost) => Promise<Act>,
    lock: typeof lockVisiblePost = lockVisiblePost,
  ): Promise<{ authorId: UserId; change: PostChange }> {
    const { authorId, change, told } = await this.#database
      .transaction()
      .execute(async (queries) => {
        await lockActor(queries, actorId);
        const post = await lock(queries, actorId, postId);
        const act = await choose(queries, post);
        const isChanged = await act.write(queries, post);
        const told = isChanged ? ((await act.tell?.(queries, post)) ?? (() => {})) : null;
        return { authorId: post.author_id, change: act.change, told };
      });
    if (told) {
      announcePost(this.#bus, { postId, authorId, actorId, change });
      told();
    }
    return { authorId, change };
  }
}

function likeOf(actorId: UserId, post: LockedPost): Notice {
  return { kind: 'like', userId: post.author_id, actorId, postId: post.id, commentId: null };
}

function repostOf(actorId: UserId, post: LockedPost): Notice {
  return { kind: 'repost', userId: post.author_id, actorId, postId: post.id };
}

import type { CommentId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { Database, Queries } from '../../tables.ts';
import { postTopic } from '../../topics.ts';
import { announcePost } from '../posts/post-announcer.ts';
import { lockActor } from '../posts/post-locks.queries.ts';
import { noteComment } from './comment-notices.ts';
import type { CommentEvent } from './comments.events.ts';

/** What an act came to, and what there is to tell of it: null when nothing changed. */
export interface Done<Result> {
  result: Result;
  happened: CommentEvent | null;
  /** Of a removal: the comment or reply, and the replies that went with it. */
  goneIds?: readonly CommentId[];
  /** Of an edit: whom the old words mentioned, and the new ones do not. */
  unmentionedIds?: readonly UserId[];
}

/** The one place where people act on comments and replies: the transaction, and what is told after it. */
export class CommentActs {
  readonly database: Database;
  readonly #bus: DomainBus;
  readonly #notices: Notices;

  constructor(dependencies: { database: Database; bus: DomainBus; notices: Notices }) {
    this.database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#notices = dependencies.notices;
  }

  /**
   * Runs an act in a transaction, with the actor's row locked.
   * @throws Failure `unauthenticated` (they are not there any more), and what the act throws
   */
  async run<Result>(
    actorId: UserId,
    act: (queries: Queries) => Promise<Done<Result>>,
  ): Promise<Result> {
    const { result, announce } = await this.database.transaction().execute(async (queries) => {
      await lockActor(queries, actorId);
      const done = await act(queries);
      return { result: done.result, announce: await this.#note(queries, done) };
    });
    announce();
    return result;
  }

  /** The place where each act is known. @returns what tells of it after the commit */
  async #note(queries: Queries, done: Done<unknown>): Promise<() => void> {
    const { happened } = done;
    if (!happened) return () => {};
    const tellNotices = await noteComment(queries, this.#notices, { ...done, happened });
    return () => {
      this.#tell(happened);
      tellNotices();
    };
  }

  #tell(event: CommentEvent): void {
    const { type, postId, postAuthorId: authorId, actorId } = event;
    this.#bus.publish(postTopic(postId), event);
    // These two move a counter of the post.
    const change = { 'comment.created': 'commented', 'comment.deleted': 'uncommented' } as const;
    if (type === 'comment.created' || type === 'comment.deleted') {
      announcePost(this.#bus, { postId, authorId, actorId, change: change[type] });
    }
  }
}

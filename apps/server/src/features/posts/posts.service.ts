import { isDeepStrictEqual } from 'node:util';
import type { InputOf } from '@xom/contract/define';
import type { PostId, UserId } from '@xom/contract/fields';
import type { createPost, Post, PostEdit, updatePost } from '@xom/contract/posts';
import type { DomainBus } from '../../domain-events.ts';
import type { AfterCommit, Notice, Notices } from '../../notices.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import type { NewHolder } from '../media/holders.ts';
import { announcePost } from './post-announcer.ts';
import {
  mediaOf,
  mentionedIn,
  rearranged,
  requireContent,
  taggedOf,
  textOf,
} from './post-content.ts';
import {
  type LockedPost,
  lockAuthor,
  lockOwnPost,
  lockShareablePost,
  quotedBy,
  requireVisiblePost,
} from './post-locks.queries.ts';
import type { PostPresenter } from './post-presenter.ts';
import { applyPost, reapplyPost } from './post-standing.queries.ts';
import type { PostChange } from './posts.events.ts';
import {
  findByClientId,
  insertEdit,
  insertPost,
  listEdits,
  listTaggable,
  type Rewritten,
  rewritePost,
} from './posts.queries.ts';

/** What posts need of the files. */
export interface HeldFiles {
  /** @throws Failure `not_found` */
  hold(queries: Queries, holder: NewHolder): Promise<void>;
}

/** What a transaction left to tell. */
interface Written {
  postId: PostId;
  told: AfterCommit;
  /** Null: nothing changed. */
  change: PostChange | null;
  /** Whose count of quotes moved. */
  quoted: { authorId: UserId; postId: PostId } | null;
}

const unchanged = { told: () => {}, change: null, quoted: null };

/** Writing posts and reading one. */
export class PostService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: HeldFiles;
  readonly #notices: Notices;
  readonly #presenter: PostPresenter;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: HeldFiles;
    notices: Notices;
    presenter: PostPresenter;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#notices = dependencies.notices;
    this.#presenter = dependencies.presenter;
  }

  /**
   * Makes a post; a known clientId answers with the first one.
   * @throws Failure `invalid_input` | `not_found` | `unsupported_media_type` | `forbidden` (the quoted one is
   *   not for all) | `unauthenticated`
   */
  async create(authorId: UserId, input: InputOf<typeof createPost>): Promise<Post> {
    const written = await this.#database
      .transaction()
      .execute(async (queries) => this.#store(queries, authorId, input));
    this.#tell(authorId, written);
    return this.get(authorId, written.postId);
  }

  async #store(
    queries: Queries,
    authorId: UserId,
    input: InputOf<typeof createPost>,
  ): Promise<Written> {
    const { isPrivate } = await lockAuthor(queries, authorId);
    if (input.clientId !== undefined) {
      const postId = await findByClientId(queries, authorId, input.clientId);
      if (postId) return { ...unchanged, postId };
    }
    const text = textOf(input.kind, input.text);
    const media = await mediaOf(queries, authorId, input.mediaIds ?? [], input.altTexts ?? []);
    requireContent({ text, media, quoteOf: input.quoteOf ?? null });
    const taggedUserIds = await taggedOf(queries, authorId, input.taggedUserIds ?? []);
    const mentionedUserIds = await mentionedIn(queries, authorId, text);
    const quoted = input.quoteOf ? await lockShareablePost(queries, authorId, input.quoteOf) : null;
    const post = {
      author_id: authorId,
      id: newId<PostId>(),
      kind: input.kind,
      text,
      visibility: input.visibility,
      quote_author_id: quoted?.author_id ?? null,
      quote_of: quoted?.id ?? null,
      client_id: input.clientId ?? null,
    };
    await insertPost(queries, { ...post, media, taggedUserIds, mentionedUserIds, at: new Date() });
    await applyPost(queries, { ...post, isAuthorPrivate: isPrivate });
    // In the order in which others lock files.
    for (const mediaId of media.map((file) => file.mediaId).toSorted()) {
      const holder = { mediaId, kind: 'post', holderId: post.id, conversationId: null } as const;
      await this.#files.hold(queries, holder);
    }
    const notices = naming(authorId, post.id, { mentionedUserIds, taggedUserIds });
    if (quoted) notices.push(quoting(authorId, post.id, quoted));
    return {
      postId: post.id,
      told: await this.#notices.tell(queries, notices),
      change: 'created',
      quoted: quoted && post.visibility === 'public' ? keyOf(quoted) : null,
    };
  }

  /** @throws Failure `not_found` */
  async get(viewerId: UserId, postId: PostId): Promise<Post> {
    const authorId = await requireVisiblePost(this.#database, viewerId, postId);
    return this.#presenter.one(this.#database, viewerId, { authorId, postId });
  }

  /** @throws Failure `not_found` | `forbidden` (somebody else's) | `invalid_input` */
  async update(authorId: UserId, { postId, ...input }: InputOf<typeof updatePost>): Promise<Post> {
    const written = await this.#database.transaction().execute(async (queries) => {
      await lockAuthor(queries, authorId);
      // Before the post: whoever removes a person holds them, and then asks for what tags them.
      const taggedUserIds =
        input.taggedUserIds && (await taggedOf(queries, authorId, input.taggedUserIds));
      const post = await lockOwnPost(queries, authorId, postId);
      return this.#rewrite(queries, post, { ...input, taggedUserIds });
    });
    this.#tell(authorId, written);
    return this.get(authorId, postId);
  }

  async #rewrite(
    queries: Queries,
    post: LockedPost,
    input: Omit<InputOf<typeof updatePost>, 'postId'>,
  ): Promise<Written> {
    const text = input.text === undefined ? post.text : textOf(post.kind, input.text);
    const media = rearranged(post.media, input.mediaIds, input.altTexts);
    requireContent({ text, media, quoteOf: post.quote_of });
    const isEdit = text !== post.text || !isDeepStrictEqual(media, post.media);
    const at = timeAfter(post.edited_at, post.visibility_changed_at);
    const visibility = input.visibility ?? post.visibility;
    const next: Rewritten = {
      text,
      media,
      visibility,
      taggedUserIds:
        input.taggedUserIds === undefined
          ? post.tagged_user_ids
          : await listTaggable(queries, post.id, input.taggedUserIds),
      mentionedUserIds:
        text === post.text
          ? post.mentioned_user_ids
          : await mentionedIn(queries, post.author_id, text),
      editedAt: isEdit ? at : post.edited_at,
      visibilityChangedAt: visibility === post.visibility ? post.visibility_changed_at : at,
    };
    const isSame = isDeepStrictEqual(
      [next.visibility, next.taggedUserIds],
      [post.visibility, post.tagged_user_ids],
    );
    if (isSame && !isEdit) return { ...unchanged, postId: post.id };
    if (isEdit) await insertEdit(queries, post, at);
    const rewrite = () => rewritePost(queries, post, next);
    const standings = { before: post, next: { ...post, text, visibility: next.visibility } };
    await (post.is_counted ? reapplyPost(queries, standings, rewrite) : rewrite());
    const isMoved = (post.visibility === 'public') !== (next.visibility === 'public');
    return {
      postId: post.id,
      told: await this.#tellNamed(queries, post, next),
      change: 'edited',
      quoted: isMoved ? quotedBy(post) : null,
    };
  }

  async #tellNamed(queries: Queries, post: LockedPost, next: Rewritten): Promise<AfterCommit> {
    const before = {
      mentionedUserIds: post.mentioned_user_ids,
      taggedUserIds: post.tagged_user_ids,
    };
    const gone = await this.#notices.withdraw(
      queries,
      naming(post.author_id, post.id, without(before, next)),
    );
    // Shown to others than before, it may be new to those whom it named all along; nobody is told twice.
    const named = post.visibility === next.visibility ? without(next, before) : next;
    const come = await this.#notices.tell(queries, naming(post.author_id, post.id, named));
    return () => {
      gone();
      come();
    };
  }

  /**
   * A page of what a post said before each edit, the latest first. Others than the author do not see what it
   * said to those for whom it was before.
   * @throws Failure `not_found`
   */
  async edits(
    viewerId: UserId,
    postId: PostId,
    { after, limit }: { after: Date | null; limit: number },
  ): Promise<{ items: PostEdit[]; next: Date | null }> {
    const authorId = await requireVisiblePost(this.#database, viewerId, postId);
    const page = { after, limit: limit + 1 };
    const rows = await listEdits(this.#database, viewerId, { authorId, postId }, page);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(({ at, ...said }) => ({ ...said, replacedAt: at.toISOString() })),
      next: rows.length > limit ? (shown.at(-1)?.at ?? null) : null,
    };
  }

  #tell(actorId: UserId, { postId, change, told, quoted }: Written): void {
    if (change) announcePost(this.#bus, { postId, authorId: actorId, actorId, change });
    if (quoted) announcePost(this.#bus, { ...quoted, actorId, change: 'quoted' });
    told();
  }
}

interface Named {
  mentionedUserIds: readonly UserId[];
  taggedUserIds: readonly UserId[];
}

function naming(actorId: UserId, postId: PostId, named: Named): Notice[] {
  return [
    ...named.taggedUserIds.map((userId) => ({ kind: 'tag', userId, actorId, postId }) as const),
    ...named.mentionedUserIds.map(
      (userId) => ({ kind: 'mention', userId, actorId, postId, commentId: null }) as const,
    ),
  ];
}

function quoting(actorId: UserId, quotingPostId: PostId, quoted: LockedPost): Notice {
  return { kind: 'quote', userId: quoted.author_id, actorId, postId: quoted.id, quotingPostId };
}

/** Those whom the first names and the second does not. */
function without(one: Named, other: Named): Named {
  return {
    mentionedUserIds: one.mentionedUserIds.filter((id) => !other.mentionedUserIds.includes(id)),
    taggedUserIds: one.taggedUserIds.filter((id) => !other.taggedUserIds.includes(id)),
  };
}

function keyOf(post: LockedPost): { authorId: UserId; postId: PostId } {
  return { authorId: post.author_id, postId: post.id };
}

/** Now, or a little later: each change has its own time. */
function timeAfter(...earlier: (Date | null)[]): Date {
  return new Date(Math.max(Date.now(), ...earlier.map((time) => (time?.getTime() ?? 0) + 1)));
}

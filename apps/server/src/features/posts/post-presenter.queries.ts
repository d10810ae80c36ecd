import type { MediaId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Queries } from '../../tables.ts';
import type { ShownMedia } from '../media/media-view.ts';
import { namedUnseen } from '../people/seen-count.ts';
import { isBlockedWith, isMutedBy, isPersonVisible, unseenPeople } from '../people/visibility.ts';
import { type SeenCounters, seenCounters } from './post-counters.queries.ts';
import type { ListedPost } from './post-lists.queries.ts';
import { isPostVisible } from './post-visibility.ts';
import type { PostRow } from './posts.tables.ts';

export type SeenPost = PostRow & SeenCounters & { taggedIds: UserId[]; mentionedIds: UserId[] };

/** Of these posts, those that the viewer may see, with what they are told of the counters. */
export async function findSeenPosts(
  queries: Queries,
  viewerId: UserId,
  posts: readonly ListedPost[],
): Promise<SeenPost[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<SeenPost>`
    with unseen as materialized (select people.id from ${unseenPeople(viewerId)} people)
    select p.*, ${seenCounters(viewerId, 'p', namedUnseen('unseen'))},
      ${seenPeople(viewerId, 'p.mentioned_user_ids', sql`true`)} as "mentionedIds",
      ${seenPeople(viewerId, 'p.tagged_user_ids', sql`not ${tagIsCut}`)} as "taggedIds"
    from unnest(
      ${uuidList(posts.map(({ authorId }) => authorId))}, ${uuidList(posts.map(({ postId }) => postId))}
    ) as wanted(author_id, id)
    join posts p on p.author_id = wanted.author_id and p.id = wanted.id
    join users author on author.id = p.author_id
    where ${isPostVisible(viewerId, { post: 'p', author: 'author' })}`.execute(queries);
  return rows;
}

/** A tag ends for all with a block between the two: who is tagged could not take it off. */
const tagIsCut = isBlockedWith(sql.ref<UserId>('p.author_id'), 'named.id');

/** Of people whom a post names, in their order, those whom the viewer may see. */
function seenPeople(
  viewerId: UserId,
  ids: string,
  isNamed: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`array(
    select u.id from unnest(${sql.ref(ids)}) with ordinality named(id, place)
    join users u on u.id = named.id
    where ${isPersonVisible(viewerId, 'u')} and ${isNamed} order by named.place)`;
}

/** Of these quoted posts, those that the viewer may see and wants to. */
export async function findQuotedPosts(
  queries: Queries,
  viewerId: UserId,
  posts: readonly ListedPost[],
): Promise<PostRow[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<PostRow>`
    select p.*
    from unnest(
      ${uuidList(posts.map(({ authorId }) => authorId))}, ${uuidList(posts.map(({ postId }) => postId))}
    ) as wanted(author_id, id)
    join posts p on p.author_id = wanted.author_id and p.id = wanted.id
    join users author on author.id = p.author_id
    where ${isPostVisible(viewerId, { post: 'p', author: 'author' })}
      and not ${isMutedBy(viewerId, 'p.author_id')}`.execute(queries);
  return rows;
}

/** The files of posts, by id: each is its author's. */
export async function findFiles(
  queries: Queries,
  files: readonly { ownerId: UserId; mediaId: MediaId }[],
): Promise<Map<MediaId, ShownMedia>> {
  if (files.length === 0) return new Map();
  const { rows } = await sql<ShownMedia>`
    select m.id, m.kind, m.mime_type, m.size_bytes, m.width, m.height, m.duration_seconds, m.thumbhash,
      m.variants
    from unnest(
      ${files.map(({ ownerId }) => ownerId)}::uuid[], ${files.map(({ mediaId }) => mediaId)}::uuid[]
    ) as wanted(owner_id, id)
    join media m on m.owner_id = wanted.owner_id and m.id = wanted.id and m.state = 'ready'`.execute(
    queries,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

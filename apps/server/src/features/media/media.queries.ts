import type { MediaId, UserId } from '@xom/contract/fields';
import { type ExpressionBuilder, type Insertable, sql } from 'kysely';
import type { Queries, Tables } from '../../tables.ts';
import { isPostVisible } from '../posts/post-visibility.ts';
import { isStoryVisible } from '../stories/story-visibility.ts';
import type { MediaRow, MediaTables } from './media.tables.ts';

/** How long an upload may be without a holder, and a row without its files or its files' end. */
const unheldFor = '24 hours';
const unfinishedFor = '1 hour';

function after(interval: string) {
  return sql<Date>`now() + ${interval}::interval`;
}

/** Notes a file before its bytes go into the storage, so that none lies there unknown. */
export async function insertStoring(
  queries: Queries,
  file: Omit<Insertable<MediaTables['media']>, 'state' | 'sweep_at' | 'created_at'>,
): Promise<void> {
  await queries
    .insertInto('media')
    .values({ ...file, state: 'storing', sweep_at: after(unfinishedFor) })
    .execute();
}

/** @returns nothing when the row is gone: somebody took the file for a leftover */
export async function markReady(
  queries: Queries,
  { owner_id, id }: Pick<MediaRow, 'owner_id' | 'id'>,
): Promise<MediaRow | undefined> {
  return queries
    .updateTable('media')
    .set({ state: 'ready', sweep_at: after(unheldFor) })
    .where('owner_id', '=', owner_id)
    .where('id', '=', id)
    .where('state', '=', 'storing')
    .returningAll()
    .executeTakeFirst();
}

/** The file, if it is there and that person may see it. */
export async function findVisible(
  queries: Queries,
  mediaId: MediaId,
  viewerId: UserId,
): Promise<MediaRow | undefined> {
  return ready(queries, mediaId)
    .where((media) =>
      media.or([
        isOwnOrShared(media, viewerId),
        media.exists(shownInPost(media, viewerId)),
        media.exists(shownInStory(media, viewerId)),
      ]),
    )
    .executeTakeFirst();
}

/**
 * The file, if it is there and that person may send it in a message. What only a post or a story shows them is
 * not theirs to pass on: it goes with that.
 */
export async function findSendable(
  queries: Queries,
  mediaId: MediaId,
  senderId: UserId,
): Promise<MediaRow | undefined> {
  return ready(queries, mediaId)
    .where((media) => isOwnOrShared(media, senderId))
    .executeTakeFirst();
}

function ready(queries: Queries, mediaId: MediaId) {
  return queries
    .selectFrom('media')
    .selectAll()
    .where('id', '=', mediaId)
    .where('state', '=', 'ready');
}

type OfMedia = ExpressionBuilder<Tables, 'media'>;

function isOwnOrShared(media: OfMedia, viewerId: UserId) {
  return media.or([
    media('owner_id', '=', viewerId),
    media.exists(shownToAll(media)),
    media.exists(sharedWith(media, viewerId)),
  ]);
}

function shownToAll(media: OfMedia) {
  return media
    .selectFrom('media_holders')
    .whereRef('media_holders.owner_id', '=', 'media.owner_id')
    .whereRef('media_holders.media_id', '=', 'media.id')
    .where('holder_kind', 'in', ['profile', 'sticker']);
}

/** Held by a conversation that they are in, or by a message in one that they did not hide or clear, and that is not due. */
function sharedWith(media: OfMedia, viewerId: UserId) {
  return media
    .selectFrom('media_holders as holder')
    .innerJoin('conversation_members as member', (join) =>
      join
        .onRef('member.conversation_id', '=', 'holder.conversation_id')
        .on('member.user_id', '=', viewerId),
    )
    .leftJoin('messages as message', (join) =>
      join
        .onRef('message.id', '=', 'holder.holder_id')
        .onRef('message.conversation_id', '=', 'holder.conversation_id'),
    )
    .leftJoin('hidden_messages as hidden', (join) =>
      join
        .onRef('hidden.conversation_id', '=', 'holder.conversation_id')
        .onRef('hidden.user_id', '=', 'member.user_id')
        .onRef('hidden.seq', '=', 'message.seq'),
    )
    .whereRef('holder.owner_id', '=', 'media.owner_id')
    .whereRef('holder.media_id', '=', 'media.id')
    .where('hidden.seq', 'is', null)
    .where((row) =>
      row.or([
        row('message.seq', 'is', null),
        row.and([
          row('message.seq', '>', row.fn.coalesce('member.cleared_seq', sql<number>`0`)),
          row.or([
            row('message.expires_at', 'is', null),
            row('message.expires_at', '>', sql<Date>`now()`),
          ]),
          isNotErased('message.sender_id'),
        ]),
      ]),
    );
}

/** Whether nothing of the person is on its way out. */
function isNotErased(personId: string) {
  return sql<boolean>`not exists (
    select from users where users.id = ${sql.ref(personId)} and users.erased_at is not null)`;
}

/** Held by a post that they may see: a post's files are its author's. */
function shownInPost(media: OfMedia, viewerId: UserId) {
  return media
    .selectFrom('media_holders as holder')
    .innerJoin('posts as post', (join) =>
      join
        .onRef('post.author_id', '=', 'holder.owner_id')
        .onRef('post.id', '=', 'holder.holder_id'),
    )
    .innerJoin('users as author', 'author.id', 'post.author_id')
    .whereRef('holder.owner_id', '=', 'media.owner_id')
    .whereRef('holder.media_id', '=', 'media.id')
    .where('holder.holder_kind', '=', 'post')
    .where(isPostVisible(viewerId, { post: 'post', author: 'author' }));
}

/** Held by a story that they may see. */
function shownInStory(media: OfMedia, viewerId: UserId) {
  return media
    .selectFrom('media_holders as holder')
    .innerJoin('stories as story', (join) =>
      join
        .onRef('story.owner_id', '=', 'holder.owner_id')
        .onRef('story.id', '=', 'holder.holder_id'),
    )
    .innerJoin('users as teller', 'teller.id', 'story.owner_id')
    .whereRef('holder.owner_id', '=', 'media.owner_id')
    .whereRef('holder.media_id', '=', 'media.id')
    .where('holder.holder_kind', '=', 'story')
    .where(isStoryVisible(viewerId, { story: 'story', owner: 'teller' }));
}

/** The shelf of stickers, newest first, from the one after `after` on. */
export async function listShelf(
  queries: Queries,
  { after, limit }: { after: MediaId | null; limit: number },
): Promise<Pick<MediaRow, 'id' | 'width' | 'height'>[]> {
  return queries
    .selectFrom('media_holders')
    .innerJoin('media', (join) =>
      join
        .onRef('media.owner_id', '=', 'media_holders.owner_id')
        .onRef('media.id', '=', 'media_holders.media_id'),
    )
    .select(['media.id', 'media.width', 'media.height'])
    .where('holder_kind', '=', 'sticker')
    .$if(after !== null, (query) => query.where('media_holders.media_id', '<', after))
    .orderBy('media_holders.media_id', 'desc')
    .limit(limit)
    .execute();
}

export async function isDeleting(queries: Queries, mediaId: MediaId): Promise<boolean> {
  const row = await queries
    .selectFrom('media')
    .select('state')
    .where('id', '=', mediaId)
    .executeTakeFirst();
  return row?.state === 'deleting';
}

/** Forgets a file that did not get into the storage. */
export async function deleteStoring(
  queries: Queries,
  ownerId: UserId,
  mediaId: MediaId,
): Promise<void> {
  await queries
    .deleteFrom('media')
    .where('owner_id', '=', ownerId)
    .where('id', '=', mediaId)
    .where('state', '=', 'storing')
    .execute();
}

/** Forgets a file whose bytes are gone. */
export async function deleteRow(queries: Queries, mediaId: MediaId): Promise<void> {
  await queries
    .deleteFrom('media')
    .where('id', '=', mediaId)
    .where('state', '=', 'deleting')
    .execute();
}

import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Queries } from '../../tables.ts';
import {
  deleteHolder,
  insertHolder,
  lockForRelease,
  lockReady,
  markUnheldDeleting,
} from './holders.queries.ts';
import type { HolderKind, MediaKind } from './media.tables.ts';

/** What keeps a file: a message, a profile, a group's picture, a post, a story, or (`sticker`) the shelf. */
export interface Holder {
  mediaId: MediaId;
  kind: HolderKind;
  /** The message, the person, the conversation, the post, the story, or (of the shelf) the file itself. */
  holderId: string;
}

export const deleteJob = 'media:delete';

/** A holder, and the conversation whose members may fetch what it holds. */
export type NewHolder = Holder & { conversationId: ConversationId | null };

/**
 * Holds a file, in the caller's transaction: until it ends, nobody deletes the file.
 * @throws Failure `not_found` when the file is not there, or about to go
 */
export async function hold(queries: Queries, holder: NewHolder): Promise<void> {
  const file = await lockReady(queries, holder.mediaId);
  if (!file) throw new Failure('not_found');
  await insertHolder(queries, rowOf(file.owner_id, holder));
}

/**
 * Holds an image that a person uploaded, as the picture of somebody or something.
 * @throws Failure `not_found` | `unsupported_media_type`
 */
export async function holdOwnImage(
  queries: Queries,
  ownerId: UserId,
  holder: NewHolder,
): Promise<void> {
  await holdOwn(queries, ownerId, holder, { kinds: ['IMAGE'] });
}

/**
 * Holds a file of one of these kinds that a person uploaded.
 * @param field names the input that a refusal is about
 * @throws Failure `not_found` | `unsupported_media_type`
 */
export async function holdOwn(
  queries: Queries,
  ownerId: UserId,
  holder: NewHolder,
  { kinds, field }: { kinds: readonly MediaKind[]; field?: string },
): Promise<void> {
  const file = await lockReady(queries, holder.mediaId);
  if (file?.owner_id !== ownerId) {
    throw new Failure('not_found', field ? { [field]: 'is no file of yours' } : undefined);
  }
  if (!kinds.includes(file.kind)) {
    throw new Failure(
      'unsupported_media_type',
      field ? { [field]: 'is of another kind' } : undefined,
    );
  }
  await insertHolder(queries, rowOf(ownerId, holder));
}

function rowOf(ownerId: UserId, holder: NewHolder) {
  return {
    owner_id: ownerId,
    media_id: holder.mediaId,
    holder_kind: holder.kind,
    holder_id: holder.holderId,
    conversation_id: holder.conversationId,
  };
}

/**
 * Lets go of files, in the caller's transaction: those that nobody else holds are deleted after its commit.
 * Its locks come last: take those of conversations and messages before.
 */
export async function release(queries: Queries, ...holders: readonly Holder[]): Promise<void> {
  const mediaIds = [...new Set(holders.map(({ mediaId }) => mediaId))];
  if (mediaIds.length === 0) return;
  // Under the lock, and looked at by a statement of its own: a holder that came a moment ago is seen.
  const locked = await lockForRelease(queries, mediaIds);
  const ownerOf = new Map(locked.map((file) => [file.id, file.owner_id]));
  for (const holder of holders) {
    const ownerId = ownerOf.get(holder.mediaId);
    if (ownerId) await deleteHolder(queries, ownerId, holder);
  }
  await deleteUnheld(queries, mediaIds);
}

/** Of files that the transaction has locked, deletes those that nobody holds after its commit. */
export async function deleteUnheld(
  queries: Queries,
  mediaIds: readonly MediaId[],
): Promise<MediaId[]> {
  const unheld = await markUnheldDeleting(queries, mediaIds);
  if (unheld.length > 0) await addJob(queries, deleteJob, { mediaIds: unheld });
  return unheld;
}

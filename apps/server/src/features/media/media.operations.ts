import { MediaId } from '@xom/contract/fields';
import {
  createSticker,
  discardMedia,
  fetchMedia,
  fetchMediaVariant,
  listStickers,
  uploadMedia,
} from '@xom/contract/media';
import { bind, type Binding, type Call } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { Failure } from '../../platform/failure.ts';
import type { StagedFile } from '../../platform/upload.ts';
import type { MediaService } from './media.service.ts';

/** The media operations of the contract. */
export function mediaBindings(media: MediaService): Binding[] {
  return [
    bind(uploadMedia, async ({ type }, call) => {
      const { userId } = call.caller;
      const stored = await media.store(requireFile(call), type ?? null, userId);
      call.http?.whenUnheard(() => void media.withdraw(userId, stored.id));
      return stored;
    }),
    bind(discardMedia, async ({ mediaId }, call) => {
      await media.discard(call.caller.userId, mediaId);
      return {};
    }),
    bind(fetchMedia, async ({ mediaId }, call) => media.fetch(call.caller.userId, mediaId)),
    bind(fetchMediaVariant, async ({ mediaId, variant }, call) =>
      media.fetch(call.caller.userId, mediaId, variant),
    ),
    bind(createSticker, async (_input, call) =>
      media.createSticker(requireFile(call), call.caller.userId),
    ),
    bind(listStickers, async ({ limit, cursor }) => {
      const after = cursor === undefined ? null : readCursor(MediaId, cursor);
      const { items, next } = await media.listStickers({ after, limit });
      return { items, nextCursor: next && writeCursor(next), hasMore: next !== null };
    }),
  ];
}

function requireFile(call: Call): StagedFile {
  if (!call.file) throw new Failure('invalid_input', { file: 'is missing' });
  return call.file;
}

import type { Media } from '@xom/contract/media';
import type { MediaRow } from './media.tables.ts';
import type { MediaUrls } from './media.urls.ts';

/** What of a stored file is shown to whoever may see it. */
export type ShownMedia = Pick<
  MediaRow,
  | 'id'
  | 'kind'
  | 'mime_type'
  | 'size_bytes'
  | 'width'
  | 'height'
  | 'duration_seconds'
  | 'thumbhash'
  | 'variants'
>;

/** A stored file as people see it. */
export function mediaView(row: ShownMedia, urls: MediaUrls): Media {
  return {
    id: row.id,
    url: urls.of(row.id),
    type: row.kind,
    mimeType: row.mime_type,
    width: row.width,
    height: row.height,
    ...(row.duration_seconds !== null && { duration: row.duration_seconds }),
    size: row.size_bytes,
    variants: Object.fromEntries(
      Object.entries(row.variants).map(([name, { width, height }]) => [
        name,
        { url: urls.of(row.id, name), width, height },
      ]),
    ),
    thumbhash: row.thumbhash,
  };
}

import type { MediaId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import type { ShownMedia } from '../media/media-view.ts';

/** The files of messages, by the bare id: a forwarded one is not its sender's. */
export async function findMessageFiles(
  queries: Queries,
  mediaIds: readonly MediaId[],
): Promise<Map<MediaId, ShownMedia>> {
  if (mediaIds.length === 0) return new Map();
  const rows = await queries
    .selectFrom('media')
    .where('id', 'in', [...new Set(mediaIds)])
    .where('state', '=', 'ready')
    .select([
      'id',
      'kind',
      'mime_type',
      'size_bytes',
      'width',
      'height',
      'duration_seconds',
      'thumbhash',
      'variants',
    ])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

import { UserId } from '@xom/contract/fields';
import { z } from 'zod';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { PageRequest, Position } from './people.queries.ts';

export interface Page<Item> {
  items: Item[];
  /** Where the next page begins; null on the last one. */
  next: Position | null;
}

/** Makes a page of rows, of which there is one more than `limit` where a next page is. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => { item: Item; position: Position },
): Page<Item> {
  const shown = rows.slice(0, limit).map(show);
  return {
    items: shown.map(({ item }) => item),
    next: rows.length > limit ? (shown.at(-1)?.position ?? null) : null,
  };
}

const Place = z.tuple([z.iso.datetime(), UserId]);

/** Reads the cursor of a list of people, and writes the next one. @throws Failure `invalid_input` */
export async function answerPage<Item>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  load: (wanted: PageRequest) => Promise<Page<Item>>,
): Promise<{ items: Item[]; nextCursor: string | null; hasMore: boolean }> {
  const place = cursor === undefined ? null : readCursor(Place, cursor);
  const after = place && { at: new Date(place[0]), userId: place[1] };
  const { items, next } = await load({ after, limit });
  const nextCursor = next && writeCursor([next.at.toISOString(), next.userId]);
  return { items, nextCursor, hasMore: next !== null };
}

import type { z } from 'zod';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Wanted } from './post-lists.queries.ts';
import type { Page } from './post-lists.service.ts';

/**
 * Reads the cursor of a list, loads a page of it, and writes the next cursor.
 * @throws Failure `invalid_input` (the cursor), and what `load` throws
 */
export async function listed<Written extends z.ZodType, Place, Item>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  schema: Written,
  list: {
    read(written: z.output<Written>): Place;
    /** What `read` is given back. */
    write(place: Place): unknown;
    load(wanted: Wanted<Place>): Promise<Page<Item, Place>>;
  },
): Promise<{ items: Item[]; nextCursor: string | null; hasMore: boolean }> {
  const after = cursor === undefined ? null : list.read(readCursor(schema, cursor));
  const { items, next } = await list.load({ after, limit });
  const nextCursor = next === null ? null : writeCursor(list.write(next));
  return { items, nextCursor, hasMore: next !== null };
}

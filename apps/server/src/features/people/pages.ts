import type { Position } from './people.queries.ts';

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

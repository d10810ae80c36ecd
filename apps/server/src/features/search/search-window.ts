/**
 * Ranked pages of a search whose every step is bounded. What may fit is read in a fixed order (a stream, the
 * newest first); a window is a stretch of it that holds enough for a page, or all that is left. Its items are
 * ranked and paged by rank; then the next window follows. A cursor names the window's two ends, so that each
 * page finds the same window again, whatever is written meanwhile.
 */

/** Something that fits, and how well. */
export interface Found<Item> {
  /** UUIDv7 or another text that sorts; the later comes first among equals. */
  id: string;
  rank: number;
  item: Item;
}

/** What may fit, as read: `found` is null where it does not, or is not for the viewer. */
export interface Candidate<Position, Item> {
  position: Position;
  found: Found<Item> | null;
}

export interface Stretch<Position> {
  /** Not this one, but what comes behind it; null: from the beginning. */
  after: Position | null;
  /** Up to this one, and with it; null: to the end. */
  upTo: Position | null;
  limit: number;
}

/** Reads candidates in their order; fewer than `limit` means that the stretch holds no more. */
export type Stream<Position, Item> = (
  stretch: Stretch<Position>,
) => Promise<Candidate<Position, Item>[]>;

/** A place between two pages. */
export interface Place<Position> {
  /** The window begins behind this; null: at the beginning. */
  after: Position | null;
  /** Its end, where it was read before: the last of it, or the end of all. */
  end: { upTo: Position } | 'all' | null;
  /** The last one shown of the window. */
  shown: { rank: number; id: string } | null;
}

const firstPlace = { after: null, end: null, shown: null };

/** At least so many are ranked against each other, where there are as many. */
const leastWindow = 64;
const laterBatch = 200;
/** So many times a window is made larger, and another begun, for one page. */
const maxBatches = 4;
const maxWindows = 3;

interface Window<Position, Item> {
  found: Found<Item>[];
  end: { upTo: Position } | 'all';
}

/**
 * One page. @param from null: the first
 * @returns `next` null when there is no more; with one, a page may hold fewer than `limit`
 */
export async function readPage<Position, Item>(
  stream: Stream<Position, Item>,
  from: Place<Position> | null,
  limit: number,
): Promise<{ items: Item[]; next: Place<Position> | null }> {
  const items: Item[] = [];
  let place: Place<Position> = from ?? firstPlace;
  for (let windows = 0; windows < maxWindows; windows += 1) {
    const wanted = limit - items.length;
    const { found, end } = place.end
      ? await readAgain(stream, place.after, place.end)
      : await readWindow(stream, place.after, wanted);
    const left = behind(found, place.shown);
    const shown = left.slice(0, wanted);
    items.push(...shown.map(({ item }) => item));
    const last = shown.at(-1);
    if (left.length > shown.length && last) {
      const next = { after: place.after, end, shown: { rank: last.rank, id: last.id } };
      return { items, next };
    }
    if (end === 'all') return { items, next: null };
    place = { ...firstPlace, after: end.upTo };
    if (items.length === limit) break;
  }
  return { items, next: place };
}

/** Reads until there is one more than wanted, and enough to rank. */
async function readWindow<Position, Item>(
  stream: Stream<Position, Item>,
  after: Position | null,
  wanted: number,
): Promise<Window<Position, Item>> {
  const found: Found<Item>[] = [];
  let last = after;
  for (let batches = 0; batches < maxBatches; batches += 1) {
    const limit = batches === 0 ? Math.max(leastWindow, wanted * 2) : laterBatch;
    const candidates = await stream({ after: last, upTo: null, limit });
    found.push(...candidates.flatMap((candidate) => candidate.found ?? []));
    last = candidates.at(-1)?.position ?? last;
    if (candidates.length < limit) return { found, end: 'all' };
    if (found.length > wanted) break;
  }
  return { found, end: last === null ? 'all' : { upTo: last } };
}

/** More than a window ever held. */
const wholeWindow = 2000;

async function readAgain<Position, Item>(
  stream: Stream<Position, Item>,
  after: Position | null,
  end: { upTo: Position } | 'all',
): Promise<Window<Position, Item>> {
  const upTo = end === 'all' ? null : end.upTo;
  const candidates = await stream({ after, upTo, limit: wholeWindow });
  return { found: candidates.flatMap((candidate) => candidate.found ?? []), end };
}

/** In the order of their ranks, those behind the one shown last. */
function behind<Item>(
  found: readonly Found<Item>[],
  shown: { rank: number; id: string } | null,
): Found<Item>[] {
  const ranked = found.toSorted(byRank);
  return shown ? ranked.filter((one) => byRank(shown, one) < 0) : ranked;
}

interface Ranked {
  rank: number;
  id: string;
}

function byRank(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return other.rank - one.rank;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}

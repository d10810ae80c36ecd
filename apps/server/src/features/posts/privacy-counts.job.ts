import { type PostId, UserId } from '@xom/contract/fields';
import { z } from 'zod';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import { recountSomeQuotes } from './quote-counts.queries.ts';
import { lockTagger, recountSome, type TagPlace } from './tag-counts.queries.ts';

const Payload = z.object({ userId: UserId });
/** Small enough that no transaction holds many rows for long. */
const stepSize = 1000;

type Batch<Place> = { isPrivate: boolean; after: Place | null; limit: number };
/** @returns where the next step begins; null at the end */
type Step<Place> = (queries: Queries, userId: UserId, batch: Batch<Place>) => Promise<Place | null>;

/**
 * After an account became private, or public: what it posted is in no count of tags and quotes, or in theirs. A
 * trigger adds it, under a name from when it was for tags alone.
 */
export function recountPrivacyJob(database: Database): JobKind {
  return {
    name: 'posts:recount-tags',
    async run(payload) {
      const { userId } = Payload.parse(payload);
      await walk<TagPlace>(database, userId, recountSome);
      await walk<PostId>(database, userId, recountSomeQuotes);
    },
  };
}

async function walk<Place>(database: Database, userId: UserId, step: Step<Place>): Promise<void> {
  let after: Place | null = null;
  do {
    const from: Place | null = after;
    after = await database.transaction().execute(async (queries) => {
      // What it is now, not what it was when somebody changed it.
      const tagger = await lockTagger(queries, userId);
      return tagger && step(queries, userId, { ...tagger, after: from, limit: stepSize });
    });
  } while (after !== null);
}

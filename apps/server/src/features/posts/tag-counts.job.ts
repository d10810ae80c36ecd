import { UserId } from '@xom/contract/fields';
import { z } from 'zod';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { lockTagger, recountSome, type TagPlace } from './tag-counts.queries.ts';

const Payload = z.object({ userId: UserId });
/** Small enough that no transaction holds many rows for long. */
const stepSize = 1000;

/** After an account became private, or public: its tags are in no count, or in theirs. A trigger adds it. */
export function recountTagsJob(database: Database): JobKind {
  return {
    name: 'posts:recount-tags',
    async run(payload) {
      const { userId } = Payload.parse(payload);
      let after: TagPlace | null = null;
      do after = await step(database, userId, after);
      while (after !== null);
    },
  };
}

async function step(
  database: Database,
  userId: UserId,
  after: TagPlace | null,
): Promise<TagPlace | null> {
  return database.transaction().execute(async (queries) => {
    // What it is now, not what it was when somebody changed it.
    const tagger = await lockTagger(queries, userId);
    if (!tagger) return null;
    return recountSome(queries, userId, { ...tagger, after, limit: stepSize });
  });
}

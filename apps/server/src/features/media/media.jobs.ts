import { ConversationId, MediaId } from '@xom/contract/fields';
import { z } from 'zod';
import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import {
  deleteHoldersIn,
  endSweep,
  listHeldIn,
  lockDue,
  lockForRelease,
} from './holders.queries.ts';
import { deleteJob, deleteUnheld } from './holders.ts';
import type { MediaFiles } from './media-files.ts';
import { deleteRow, isDeleting } from './media.queries.ts';

const DeletePayload = z.object({ mediaIds: z.array(MediaId) });
const releaseConversationJob = 'media:release-conversation';
const ReleaseConversationPayload = z.object({ conversationId: ConversationId });

/** Small enough that no transaction holds many rows for long. */
const batchSize = 200;

/**
 * Lets go of all that a conversation and its messages hold, once the caller's transaction has committed.
 * Nobody sees it from then on: members are who may fetch it, and there are none.
 */
export async function releaseConversation(
  queries: Queries,
  conversationId: ConversationId,
): Promise<void> {
  await addJob(queries, releaseConversationJob, { conversationId });
}

/** What happens to files by and by. Each job may run again from its start. */
export function mediaJobs(dependencies: {
  database: Database;
  files: MediaFiles;
  clearUploads(): Promise<void>;
}): JobKind[] {
  const { database, files, clearUploads } = dependencies;
  return [
    {
      name: deleteJob,
      async run(payload) {
        for (const mediaId of DeletePayload.parse(payload).mediaIds) {
          if (!(await isDeleting(database, mediaId))) continue;
          await files.delete(mediaId);
          await deleteRow(database, mediaId);
        }
      },
    },
    {
      name: releaseConversationJob,
      async run(payload) {
        const { conversationId } = ReleaseConversationPayload.parse(payload);
        while ((await releaseBatch(database, conversationId)) > 0);
      },
    },
    {
      name: 'media:sweep',
      every: '23 * * * *',
      async run() {
        while ((await sweepBatch(database)) > 0);
        await clearUploads();
      },
    },
  ];
}

async function releaseBatch(database: Database, conversationId: ConversationId): Promise<number> {
  return database.transaction().execute(async (queries) => {
    const mediaIds = await listHeldIn(queries, conversationId, batchSize);
    if (mediaIds.length === 0) return 0;
    await lockForRelease(queries, mediaIds);
    await deleteHoldersIn(queries, conversationId, mediaIds);
    await deleteUnheld(queries, mediaIds);
    return mediaIds.length;
  });
}

/** Deletes what was never finished, never held, or left over from a deletion. */
async function sweepBatch(database: Database): Promise<number> {
  return database.transaction().execute(async (queries) => {
    const mediaIds = await lockDue(queries, batchSize);
    if (mediaIds.length === 0) return 0;
    await deleteUnheld(queries, mediaIds);
    await endSweep(queries, mediaIds);
    return mediaIds.length;
  });
}

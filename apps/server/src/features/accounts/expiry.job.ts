import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import { deleteExpiredMailTokens } from './mail-tokens.queries.ts';
import { deleteExpiredSessions, deleteOldRefreshTokens } from './sessions.queries.ts';

/** Small enough that no transaction holds many rows for long. */
const batchSize = 1000;

/** Once a day, removes the sessions and tokens whose time is over. */
export function expiryJob(database: Database, announcer: AccountAnnouncer): JobKind {
  return {
    name: 'accounts:expire',
    every: '17 3 * * *',
    async run() {
      await untilFewer(async () => {
        const ended = await deleteExpiredSessions(database, batchSize);
        for (const { userId, sessionId } of ended) {
          announcer.sessionEnded(userId, sessionId, 'expired');
        }
        return ended.length;
      });
      await untilFewer(async () => deleteOldRefreshTokens(database, batchSize));
      await untilFewer(async () => deleteExpiredMailTokens(database, batchSize));
    },
  };
}

async function untilFewer(removeBatch: () => Promise<number>): Promise<void> {
  while ((await removeBatch()) === batchSize);
}

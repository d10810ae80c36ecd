import type { Binding } from '../../platform/call.ts';
import type { NetworkCounts } from '../../platform/network-counts.ts';
import type { Database } from '../../tables.ts';
import { AccountAnnouncer, type AccountBus } from '../accounts/account-announcer.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Recounting } from '../accounts/recounting.ts';
import { bindModeration } from './moderation.operations.ts';
import { ModerationService } from './moderation.service.ts';

export { grantRole } from './moderation.service.ts';

export interface ModerationOptions {
  database: Database;
  bus: AccountBus;
  summaries: PersonSummaries;
  counts: Pick<NetworkCounts, 'total'>;
  recounting: Recounting;
}

/** Puts the moderation feature together. */
export function createModeration(options: ModerationOptions): { bindings: Binding[] } {
  const { database, summaries, counts, recounting } = options;
  const announcer = new AccountAnnouncer(options.bus, summaries);
  return {
    bindings: bindModeration(
      new ModerationService({ database, announcer, summaries, counts, recounting }),
    ),
  };
}

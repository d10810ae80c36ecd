import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { Binding } from '../../platform/call.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { AccountAnnouncer } from '../accounts/account-announcer.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { ProfilePictures } from '../accounts/profile-pictures.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { MessagePresenter } from '../messages/message-presenter.ts';
import { deleteRules, type RuleParts } from './delete-rules.ts';
import { erasureJob } from './erasure.job.ts';
import { bindErasure } from './erasure.operations.ts';
import { ErasureRunner } from './erasure.runner.ts';
import { ErasureService } from './erasure.service.ts';

export interface Erasure {
  bindings: Binding[];
  jobs: JobKind[];
  /** Begins no further step; what is left waits for the next start. */
  stop(): void;
}

/** The feature, put together. It comes last: it knows what everybody leaves behind everywhere. */
export function createErasure(dependencies: {
  database: Database;
  bus: DomainBus;
  summaries: PersonSummaries;
  urls: MediaUrls;
  accounts: Pick<Accounts, 'credentials'>;
  conversations: Pick<Conversations, 'presenter'>;
  files: RuleParts['files'] & Pick<ProfilePictures, 'releaseProfile'>;
  notices: Notices;
  logger: FastifyBaseLogger;
}): Erasure {
  const { database, bus, summaries, urls, files, notices, logger } = dependencies;
  const stopped = new AbortController();
  const rules = deleteRules({
    database,
    bus,
    files,
    notices,
    conversations: dependencies.conversations.presenter,
    messages: new MessagePresenter(summaries, urls),
  });
  const runner = new ErasureRunner({ database, rules });
  const service = new ErasureService({
    database,
    announcer: new AccountAnnouncer(bus, summaries),
    credentials: dependencies.accounts.credentials,
    pictures: files,
    runner,
    logger,
  });
  return {
    bindings: bindErasure(service),
    jobs: [erasureJob(database, runner, stopped.signal)],
    stop: () => stopped.abort(),
  };
}

import type { SessionId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import type { AccountAnnouncer } from '../accounts/account-announcer.ts';
import type { Accounts } from '../accounts/accounts.ts';
import {
  type ErasableAccount,
  lockErasable,
  markErased,
} from '../accounts/erased-accounts.queries.ts';
import type { ProfilePictures } from '../accounts/profile-pictures.ts';
import { mayChange } from '../moderation/moderation.policy.ts';
import { insertAudit, waitForTurn } from '../moderation/moderation.queries.ts';
import { requireOtherAdmin, staffRole } from '../moderation/moderation.service.ts';
import { erasureJobName } from './erasure.job.ts';
import type { ErasureRunner } from './erasure.runner.ts';

/** What is above is left to the job. */
const maxRowsAtOnce = 10_000;
/** When the job looks after what a process began and did not end. */
const lookAfterMs = 60_000;

/** Erasing people, for good. */
export class ErasureService {
  readonly #database: Database;
  readonly #announcer: AccountAnnouncer;
  readonly #credentials: Accounts['credentials'];
  readonly #pictures: Pick<ProfilePictures, 'releaseProfile'>;
  readonly #runner: Pick<ErasureRunner, 'run'>;
  readonly #logger: FastifyBaseLogger;

  constructor(dependencies: {
    database: Database;
    announcer: AccountAnnouncer;
    credentials: Accounts['credentials'];
    pictures: Pick<ProfilePictures, 'releaseProfile'>;
    runner: Pick<ErasureRunner, 'run'>;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#announcer = dependencies.announcer;
    this.#credentials = dependencies.credentials;
    this.#pictures = dependencies.pictures;
    this.#runner = dependencies.runner;
    this.#logger = dependencies.logger;
  }

  /**
   * Erases the caller. Answers when all of them is gone, or where that is very much, when a job has the rest.
   * @param isOnSocket whether they wait for the answer on a socket: those of this session end only with it
   * @throws Failure `forbidden` (the password is wrong) | `rate_limited` | `conflict` (they are the last admin)
   */
  async eraseMe(
    { userId, sessionId }: Caller,
    { address, isOnSocket }: { address: string; isOnSocket: boolean },
    password: string,
  ): Promise<void> {
    const proven = await this.#credentials.prove(userId, address, password);
    const waitingId = isOnSocket ? sessionId : null;
    await this.#erase(userId, waitingId, async (_queries, account) => {
      if (!account) throw new Failure('unauthenticated');
      // Changed by another in the meantime: what was proven is no longer the current one.
      if (account.passwordHash !== proven) throw new Failure('forbidden');
    });
  }

  /**
   * Erases somebody in the same way. The log of moderation keeps that it was done.
   * @throws Failure `not_found` | `forbidden` (oneself, or somebody above) | `conflict` (the last admin)
   */
  async eraseUser(caller: Caller, userId: UserId): Promise<void> {
    if (userId === caller.userId) throw new Failure('forbidden');
    await this.#erase(userId, null, async (queries, account) => {
      const actor = await staffRole(queries, caller);
      if (!account) throw new Failure('not_found');
      if (!mayChange(actor, 'erase', account.role)) throw new Failure('forbidden');
      await insertAudit(queries, {
        id: newId(),
        actorId: caller.userId,
        act: 'erase',
        subjectId: userId,
        was: account.state,
        became: 'erased',
      });
    });
  }

  /**
   * @param waitingId the session whose sockets wait for the answer
   * @param check looks, under the locks, whether it may be done; null: there is nobody
   */
  async #erase(
    userId: UserId,
    waitingId: SessionId | null,
    check: (queries: Queries, account: ErasableAccount | null) => Promise<void>,
  ): Promise<void> {
    const sessionIds = await this.#database.transaction().execute(async (queries) => {
      await waitForTurn(queries);
      const account = await lockErasable(queries, userId);
      await check(queries, account);
      if (!account) return [];
      const governs = account.role === 'admin' && account.state === 'active';
      if (governs) await requireOtherAdmin(queries, userId);
      const ended = await markErased(queries, userId);
      const { photoMediaId } = account;
      if (photoMediaId) await this.#pictures.releaseProfile(queries, userId, photoMediaId);
      const runAt = new Date(Date.now() + lookAfterMs);
      await addJob(queries, erasureJobName, {}, { runAt, key: `${erasureJobName} ${userId}` });
      return ended;
    });
    const others = sessionIds.filter((id) => id !== waitingId);
    this.#announcer.sessionsEnded(userId, others, 'erased');
    this.#announcer.personUpdated(userId);
    const isDone = await this.#runSome(userId);
    if (!isDone) await addJob(this.#database, erasureJobName, {});
    this.#announcer.sessionEnded(userId, null, 'erased');
  }

  /** They are nobody already, and stay so: what fails is tried again by the job. @returns whether all is gone */
  async #runSome(userId: UserId): Promise<boolean> {
    try {
      return await this.#runner.run(userId, (handled) => handled < maxRowsAtOnce);
    } catch (error) {
      this.#logger.error({ err: error }, 'erasing somebody goes on by the job');
      return false;
    }
  }
}

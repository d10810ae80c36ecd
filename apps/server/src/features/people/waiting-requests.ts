import type { UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import { announceFollows } from './follow-announcements.ts';
import { listFollowStates } from './follow-lists.queries.ts';
import { acceptWaiting, findAcceptingPerson } from './follow-steps.queries.ts';

const jobName = 'people:accept-waiting';

/** Small enough that no transaction holds many rows for long. */
const stepSize = 1000;
/** What is accepted before the answer; the rest is left to the job. */
const stepsAtOnce = 10;

/**
 * Accepts all who wait to follow somebody whose account has become public: `users.accepts_waiting` says so. In
 * steps, each a transaction that finds out by itself what is left; a run that was killed is taken up by the next.
 */
export class WaitingRequests {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #notices: Pick<Notices, 'withdrawAll'>;
  readonly #summaries: () => PersonSummaries;

  /** @param dependencies.summaries asked for later: they come from accounts, which need this */
  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    notices: Pick<Notices, 'withdrawAll'>;
    summaries: () => PersonSummaries;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#notices = dependencies.notices;
    this.#summaries = dependencies.summaries;
  }

  readonly job: JobKind = {
    name: jobName,
    every: '*/10 * * * *',
    atStart: true,
    run: async () => {
      for (;;) {
        const userId = await findAcceptingPerson(this.#database);
        if (!userId) return;
        await this.#step(userId);
      }
    },
  };

  /** Accepts those who wait longest, up to a bound; a job accepts the rest. */
  async acceptAll(userId: UserId): Promise<void> {
    for (let step = 0; step < stepsAtOnce; step += 1) {
      if (await this.#step(userId)) return;
    }
    await addJob(this.#database, jobName, {}, { key: jobName });
  }

  /** @returns whether nobody waits any more */
  async #step(userId: UserId): Promise<boolean> {
    const { followerIds, isDone, mine, tellNotices } = await this.#database
      .transaction()
      .execute(async (queries) => {
        const bounds = { since: new Date(), limit: stepSize };
        const accepted = await acceptWaiting(queries, userId, bounds);
        const states = await listFollowStates(queries, userId, accepted.followerIds);
        const isAnswered = accepted.isDone && accepted.isPublic;
        const told =
          isAnswered && (await this.#notices.withdrawAll(queries, userId, 'follow_request'));
        return { ...accepted, mine: states, tellNotices: told };
      });
    const people = await this.#summaries().of([userId, ...followerIds]);
    for (const followerId of followerIds) {
      const status = mine.get(followerId);
      const between = { forth: { status: 'accepted' as const }, back: status ? { status } : null };
      announceFollows(this.#bus, people, { from: followerId, to: userId }, between);
    }
    if (tellNotices) tellNotices();
    return isDone;
  }
}

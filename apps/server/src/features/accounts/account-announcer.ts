import type { SessionId, UserId } from '@xom/contract/fields';
import type { Bus } from '../../platform/bus.ts';
import { peopleTopic, userTopic } from '../../topics.ts';
import type { AccountEvent } from './accounts.events.ts';
import type { PersonSummaries } from './person-summaries.ts';

export type AccountBus = Pick<Bus<AccountEvent>, 'publish'>;

/** Why sockets end, in the one word that their other end is told. */
export type EndReason =
  | 'signed_out'
  | 'token_reused'
  | 'password_changed'
  | 'deactivated'
  | 'too_many_sessions'
  | 'expired'
  | 'account_suspended'
  | 'erased';

/** Tells on the bus what happened to a person. Called after the commit. */
export class AccountAnnouncer {
  readonly #bus: AccountBus;
  readonly #summaries: Pick<PersonSummaries, 'forget'>;

  constructor(bus: AccountBus, summaries: Pick<PersonSummaries, 'forget'>) {
    this.#bus = bus;
    this.#summaries = summaries;
  }

  /** `sessionId` null: all of the person's. */
  sessionEnded(userId: UserId, sessionId: SessionId | null, reason: EndReason): void {
    this.#bus.publish(userTopic(userId), { type: 'session.ended', userId, sessionId, reason });
  }

  sessionsEnded(userId: UserId, sessionIds: readonly SessionId[], reason: EndReason): void {
    for (const sessionId of sessionIds) this.sessionEnded(userId, sessionId, reason);
  }

  personUpdated(userId: UserId): void {
    // First, so that whoever renders the event reads the new name.
    this.#summaries.forget(userId);
    this.#bus.publish(peopleTopic, { type: 'person.updated', userId });
    this.#bus.publish(userTopic(userId), { type: 'person.updated', userId });
  }

  /** Others may see now whether the person is here who did not, or the other way round. */
  sightChanged(userId: UserId): void {
    this.#bus.publish(peopleTopic, { type: 'person.sight-changed', userId });
  }
}

import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import { Batched } from '../../platform/batched.ts';
import type { Database } from '../../tables.ts';
import { presenceTopic } from '../../topics.ts';
import type { Deliver } from '../conversations/roster.ts';
import { type BlockEitherWay, findSight, listBlocksEitherWay } from '../people/people.queries.ts';
import type { PresenceEvent } from './presence.events.ts';
import { listReserved, listWatched, listWatchers } from './presence.queries.ts';

/** Somebody who is connected here. */
interface LocalPerson {
  /** Whose presence they see wherever they are. */
  readonly watched: Set<UserId>;
  /** With whom there is a block, either way: they hear nothing of each other, in shared groups neither. */
  readonly blocked: Set<UserId>;
  /** Direct conversations with a block between the two: nobody hears who looks at them. */
  readonly silent: Set<ConversationId>;
  /** They keep their presence from some: then it is told to each who may see it, and on no room. */
  isReserved: boolean;
  /** Whether all this was looked up once. */
  isLoaded: boolean;
  /** Moves whenever something between them and another changes: what was looked up before may be old. */
  revision: number;
  ready: Promise<void>;
}

/** What is looked up of somebody who comes. */
interface Found {
  watchedIds: UserId[];
  blocks: BlockEitherWay[];
  isReserved: boolean;
}

/** Who of this process's people sees the presence of whom; hears those who are seen. */
export class PresenceSight {
  readonly #database: Database;
  readonly #bus: DomainBus;
  /** By the person watched: who of this process's people watches. */
  readonly #watchers = new Map<UserId, Set<UserId>>();
  readonly #people = new Map<UserId, LocalPerson>();
  readonly #heard = new Map<UserId, boolean>();
  readonly #deliverers: Deliver[] = [];
  /** Of one person: many come back at once when a server starts anew. */
  readonly #found: Batched<UserId, Found>;

  constructor({ database, bus }: { database: Database; bus: DomainBus }) {
    this.#database = database;
    this.#bus = bus;
    this.#found = new Batched((userIds) => findAll(database, userIds));
  }

  addDeliverer(deliver: Deliver): void {
    this.#deliverers.push(deliver);
  }

  watchersOf(userId: UserId): ReadonlySet<UserId> {
    return this.#watchers.get(userId) ?? new Set();
  }

  /** Whether the viewer, who is connected here, hears nothing of the other; also until this is known. */
  isBlockedWith(viewerId: UserId, userId: UserId): boolean {
    const viewer = this.#people.get(viewerId);
    return !viewer?.isLoaded || viewer.blocked.has(userId);
  }

  /** Whether not everybody in this conversation may hear that the person looks at it. */
  isSilent(userId: UserId, conversationId: ConversationId): boolean {
    const person = this.#people.get(userId);
    return person !== undefined && (person.isReserved || person.silent.has(conversationId));
  }

  /** Resolves when the person, who is connected here, sees whom they may see. */
  async meet(userId: UserId): Promise<void> {
    const known = this.#people.get(userId);
    if (known) return known.ready;
    const person: LocalPerson = {
      watched: new Set(),
      blocked: new Set(),
      silent: new Set(),
      isReserved: false,
      isLoaded: false,
      revision: 0,
      ready: Promise.resolve(),
    };
    this.#people.set(userId, person);
    person.ready = this.#load(userId, person).catch((error: unknown) => {
      if (this.#people.get(userId) === person) this.forget(userId);
      throw error;
    });
    return person.ready;
  }

  forget(userId: UserId): void {
    for (const other of this.#people.get(userId)?.watched ?? []) this.#endSight(userId, other);
    this.#people.delete(userId);
  }

  /**
   * Looks up anew whom people see: news between them and others may have been lost.
   * @param userIds who; null: everybody who is here
   */
  async reload(userIds: Iterable<UserId> | null): Promise<void> {
    for (const userId of userIds ?? this.#people.keys()) {
      const person = this.#people.get(userId);
      if (person) await this.#load(userId, person);
    }
  }

  /** Lets `watcherId` see the presence of `userId` from now on. */
  begin(watcherId: UserId, userId: UserId): void {
    const watcher = this.#people.get(watcherId);
    if (watcher) this.#beginSight(watcherId, watcher, userId);
  }

  /** A block came between them: ends it at once, and that looking at a conversation is told. */
  end(watcherId: UserId, userId: UserId, conversationId: ConversationId | null): void {
    const watcher = this.#people.get(watcherId);
    if (!watcher) return;
    watcher.revision += 1;
    watcher.watched.delete(userId);
    this.#endSight(watcherId, userId);
    watcher.blocked.add(userId);
    if (conversationId) watcher.silent.add(conversationId);
  }

  /** Looks up again whether `watcherId` may see the presence of `userId`. */
  async review(watcherId: UserId, userId: UserId): Promise<void> {
    const watcher = this.#people.get(watcherId);
    if (!watcher) return;
    watcher.revision += 1;
    const { isBlocked, isShown, isFriend, conversationId } = await latest(watcher, () =>
      findSight(this.#database, watcherId, userId),
    );
    if (this.#people.get(watcherId) !== watcher) return;
    if (isBlocked) watcher.blocked.add(userId);
    else watcher.blocked.delete(userId);
    if (conversationId && isBlocked) watcher.silent.add(conversationId);
    if (conversationId && !isBlocked) watcher.silent.delete(conversationId);
    if (!isBlocked && isShown && (isFriend || conversationId)) {
      this.#beginSight(watcherId, watcher, userId);
    } else {
      watcher.watched.delete(userId);
      this.#endSight(watcherId, userId);
    }
  }

  /**
   * A person let others see their presence, or no longer: looks again for each of them who is here.
   * @returns who sees it no longer, and who does now
   */
  async reviewWatchersOf(userId: UserId): Promise<{ lost: UserId[]; gained: UserId[] }> {
    const may = new Set(await listWatchers(this.#database, userId));
    const before = new Set(this.watchersOf(userId));
    const isOther = (id: UserId) => before.has(id) !== may.has(id);
    const concerned = [...before.union(may)].filter((id) => this.#people.has(id) && isOther(id));
    for (const watcherId of concerned) await this.review(watcherId, userId);
    const after = this.watchersOf(userId);
    return {
      lost: concerned.filter((id) => before.has(id) && !after.has(id)),
      gained: concerned.filter((id) => !before.has(id) && after.has(id)),
    };
  }

  async #load(userId: UserId, person: LocalPerson): Promise<void> {
    const { watchedIds, blocks, isReserved } = await latest(person, () => this.#found.ask(userId));
    // They may have gone meanwhile.
    if (this.#people.get(userId) !== person) return;
    person.isReserved = isReserved;
    const seen = new Set(watchedIds);
    for (const other of person.watched) {
      if (seen.has(other)) continue;
      person.watched.delete(other);
      this.#endSight(userId, other);
    }
    for (const other of seen) this.#beginSight(userId, person, other);
    person.blocked.clear();
    person.silent.clear();
    for (const { otherId, conversationId } of blocks) {
      person.blocked.add(otherId);
      if (conversationId) person.silent.add(conversationId);
    }
    person.isLoaded = true;
  }

  #beginSight(watcherId: UserId, watcher: LocalPerson, userId: UserId): void {
    if (watcher.watched.has(userId)) return;
    watcher.watched.add(userId);
    const watchers = this.#watchers.get(userId);
    if (watchers) {
      watchers.add(watcherId);
      return;
    }
    this.#watchers.set(userId, new Set([watcherId]));
    this.#bus.subscribe(presenceTopic(userId), this.#onPresence);
  }

  #endSight(watcherId: UserId, userId: UserId): void {
    const watchers = this.#watchers.get(userId);
    if (!watchers?.delete(watcherId) || watchers.size > 0) return;
    this.#watchers.delete(userId);
    this.#heard.delete(userId);
    this.#bus.unsubscribe(presenceTopic(userId), this.#onPresence);
  }

  /** Of those who are seen: what was last heard of each. */
  heardOf(userId: UserId): boolean | undefined {
    return this.#heard.get(userId);
  }

  /** Tells some of those who are here, and remembers nothing of it. */
  deliver(event: PresenceEvent): void {
    for (const deliver of this.#deliverers) deliver(event, presenceTopic(event.userId));
  }

  /** As if it had come by the bus. */
  hear(event: PresenceEvent): void {
    this.#onPresence(event, presenceTopic(event.userId));
  }

  readonly #onPresence = (event: DomainEvent, topic: string): void => {
    if (event.type === 'presence.updated') this.#heard.set(event.userId, event.isOnline);
    for (const deliver of this.#deliverers) deliver(event, topic);
  };
}

async function findAll(database: Database, userIds: readonly UserId[]): Promise<Found[]> {
  const [watched, blocks, reserved] = await Promise.all([
    listWatched(database, userIds),
    listBlocksEitherWay(database, userIds),
    listReserved(database, userIds),
  ]);
  const watchedBy = Map.groupBy(watched, ({ userId }) => userId);
  const blocksOf = Map.groupBy(blocks, ({ userId }) => userId);
  const reservedIds = new Set(reserved);
  return userIds.map((userId) => ({
    watchedIds: (watchedBy.get(userId) ?? []).map(({ watchedId }) => watchedId),
    blocks: blocksOf.get(userId) ?? [],
    isReserved: reservedIds.has(userId),
  }));
}

/** Asks until nothing changed between the question and the answer. */
async function latest<Answer>(
  person: Pick<LocalPerson, 'revision'>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const { revision } = person;
    const answer = await ask();
    if (revision === person.revision) return answer;
  }
}

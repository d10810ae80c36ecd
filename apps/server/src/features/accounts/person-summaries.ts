import type { Person, UserId } from '@xom/contract/fields';
import type { Database } from '../../tables.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { loadPeople } from './profiles.queries.ts';

const maxEntries = 50_000;
const lifeMs = 60_000;

/** Names and pictures of people, as every list and message needs them. */
export interface PersonSummaries {
  /** One for each id; null names: erased or never there. */
  of(ids: Iterable<UserId>): Promise<Map<UserId, Person>>;
  one(id: UserId): Promise<Person>;
  /** Their name or picture changed: what is remembered no longer holds. */
  forget(userId: UserId): void;
  /** Such news may have been lost. */
  forgetAll(): void;
}

/** What one query loads for all who ask in the same turn. */
interface Batch {
  ids: Set<UserId>;
  /** Changed while the query ran: its answer may be the old one and is not remembered. */
  forgotten: Set<UserId>;
  people: Promise<Map<UserId, Person>>;
}

/** Remembers people for a minute, in this process. */
export class CachedPersonSummaries implements PersonSummaries {
  readonly #database: Database;
  readonly #mediaUrls: MediaUrls;
  readonly #cache = new Map<UserId, { person: Person; endsAt: number }>();
  readonly #running = new Set<Batch>();
  #next: Batch | null = null;

  constructor(database: Database, mediaUrls: MediaUrls) {
    this.#database = database;
    this.#mediaUrls = mediaUrls;
  }

  async of(ids: Iterable<UserId>): Promise<Map<UserId, Person>> {
    const found = new Map<UserId, Person>();
    const missing: UserId[] = [];
    const now = Date.now();
    for (const id of ids) {
      const entry = this.#cache.get(id);
      if (entry && entry.endsAt > now) found.set(id, entry.person);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    const batch = (this.#next ??= this.#startBatch());
    for (const id of missing) batch.ids.add(id);
    const loaded = await batch.people;
    for (const id of missing) found.set(id, loaded.get(id) ?? nobody(id));
    return found;
  }

  async one(id: UserId): Promise<Person> {
    return (await this.of([id])).get(id) ?? nobody(id);
  }

  forget(userId: UserId): void {
    this.#cache.delete(userId);
    for (const batch of this.#running) batch.forgotten.add(userId);
  }

  forgetAll(): void {
    this.#cache.clear();
    for (const batch of this.#running) for (const id of batch.ids) batch.forgotten.add(id);
  }

  #startBatch(): Batch {
    const batch: Batch = {
      ids: new Set(),
      forgotten: new Set(),
      // Begins once everything of this turn has asked.
      people: Promise.resolve().then(async () => this.#load(batch)),
    };
    return batch;
  }

  async #load(batch: Batch): Promise<Map<UserId, Person>> {
    this.#next = null;
    this.#running.add(batch);
    try {
      const people = new Map<UserId, Person>();
      for (const id of batch.ids) people.set(id, nobody(id));
      for (const row of await loadPeople(this.#database, [...batch.ids])) {
        people.set(row.id, {
          id: row.id,
          username: row.username,
          displayName: row.display_name,
          photoUrl: row.photo_media_id && this.#mediaUrls.of(row.photo_media_id),
        });
      }
      for (const person of people.values()) {
        if (!batch.forgotten.has(person.id)) this.#remember(person);
      }
      return people;
    } finally {
      this.#running.delete(batch);
    }
  }

  #remember(person: Person): void {
    // Deleted first, so that it moves to the end: the oldest stand at the front and go first.
    this.#cache.delete(person.id);
    this.#cache.set(person.id, { person, endsAt: Date.now() + lifeMs });
    if (this.#cache.size <= maxEntries) return;
    for (const oldest of this.#cache.keys()) {
      this.#cache.delete(oldest);
      return;
    }
  }
}

/** One of the people asked for together. */
export function personOf(people: ReadonlyMap<UserId, Person>, userId: UserId): Person {
  return people.get(userId) ?? nobody(userId);
}

function nobody(id: UserId): Person {
  return { id, username: null, displayName: null, photoUrl: null };
}

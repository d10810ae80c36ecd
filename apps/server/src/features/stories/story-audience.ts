import { storyCreated, storyRemoved } from '@xom/contract/stories';
import type { UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import type { Connection, Connections } from '../../platform/connections.ts';
import { KeyedQueue } from '../../platform/keyed-queue.ts';
import type { Database } from '../../tables.ts';
import { storiesTopic } from '../../topics.ts';
import { listTrayHolders } from './tray.queries.ts';

type TrayEvent = Extract<DomainEvent, { type: 'story.created' | 'story.removed' }>;

const peoplePerQuery = 1000;
/** Of a burst, what is more is not told: trays are read anew whenever somebody looks at theirs. */
const maxWaiting = 1000;

/**
 * Tells those of this process's people who have somebody in their tray that a story came or went. Every
 * process hears of every story, which are few beside messages, and asks who of its people is concerned: so
 * nobody has to be remembered, and the answer is as new as the event.
 */
export class StoryAudience {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #logger: FastifyBaseLogger;
  /** By owner: a story does not go before it came. */
  readonly #queue = new KeyedQueue();
  readonly #running = new Set<Promise<void>>();

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    connections: Connections;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.#logger = dependencies.logger;
  }

  start(): void {
    this.#bus.subscribe(storiesTopic, this.#onEvent);
  }

  /** Hears and asks nothing any more. */
  async stop(): Promise<void> {
    this.#bus.unsubscribe(storiesTopic, this.#onEvent);
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  readonly #onEvent = (event: DomainEvent): void => {
    if (event.type !== 'story.created' && event.type !== 'story.removed') return;
    if (this.#running.size >= maxWaiting) return;
    const running = this.#queue
      .run(event.ownerId, () => this.#tell(event))
      .catch((error: unknown) => this.#logger.error({ err: error }, 'a story was not told'))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  };

  async #tell(event: TrayEvent): Promise<void> {
    const people = new Set<UserId>();
    for (const { door, caller } of this.#connections.all()) {
      if (door === storyCreated.namespace) people.add(caller.userId);
    }
    people.delete(event.ownerId);
    const asked = [...people];
    for (let start = 0; start < asked.length; start += peoplePerQuery) {
      const some = asked.slice(start, start + peoplePerQuery);
      const holders = await listTrayHolders(this.#database, some, storyOf(event));
      this.#send(event, holders);
    }
  }

  #send(event: TrayEvent, holders: readonly UserId[]): void {
    const to: Connection[] = holders.flatMap((userId) => [...this.#connections.of(userId)]);
    if (event.type === 'story.created') {
      this.#connections.send(storyCreated, event.story, to);
    } else {
      const { ownerId, storyId } = event;
      this.#connections.send(storyRemoved, { ownerId, storyId }, to);
    }
  }
}

function storyOf(event: TrayEvent) {
  const { ownerId } = event;
  return event.type === 'story.created'
    ? { ownerId, visibility: event.story.visibility, story: event.story.id }
    : { ownerId, visibility: event.visibility, story: null };
}

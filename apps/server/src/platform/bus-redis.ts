import { type Bus, type BusEvent, LocalBus } from './bus.ts';
import type { RedisConnection } from './redis-connection.ts';
import { within } from './redis-node.ts';
import { RedisSubscriptions } from './redis-subscriptions.ts';

/** Topics on which events were lost, to be told; what is above it heals by the versions that are repeated. */
const maxOwed = 10_000;
const tellOwedMs = 500;
const closingMs = 1000;
/** Instead of an event: some events of this topic were lost. */
const gapMark = '';

/**
 * The bus of many processes: a channel of Redis for each topic, heard while somebody here needs it; in a
 * cluster by sharded pub/sub. Whoever publishes hears it from Redis like everybody else, so that all
 * processes see one order of a topic. While Redis is away, events reach those of this process only.
 */
export class RedisBus<Event extends BusEvent> implements Bus<Event> {
  readonly #connection: RedisConnection;
  readonly #subscriptions: RedisSubscriptions;
  readonly #local: LocalBus<Event>;
  readonly #onGap: ((topics: ReadonlySet<string>) => void)[] = [];
  readonly #owed = new Set<string>();
  #owing: NodeJS.Timeout | null = null;
  readonly #onTheWay = new Set<Promise<unknown>>();
  #lostCount = 0;
  #gapCount = 0;

  /** @param onError what a subscriber threw */
  constructor(options: { connection: RedisConnection; onError: (error: unknown) => void }) {
    this.#connection = options.connection;
    this.#local = new LocalBus(options.onError);
    const onGap = (topics: ReadonlySet<string>) => {
      this.#gapCount += 1;
      for (const listener of this.#onGap) listener(topics);
    };
    this.#subscriptions = new RedisSubscriptions({
      connection: options.connection,
      onMessage: (message, topic) => {
        if (message === gapMark) {
          onGap(new Set([topic]));
          return;
        }
        try {
          // A process of ours wrote it, in `publish`.
          this.#local.publish(topic, JSON.parse(message) as Event);
        } catch (error) {
          options.onError(error);
        }
      },
      onGap,
    });
    options.connection.onUp(() => this.#tellOwed());
  }

  /** @param listener something may have been lost on these topics, and from now on they are heard again */
  onGap(listener: (topics: ReadonlySet<string>) => void): void {
    this.#onGap.push(listener);
  }

  get isWhole(): boolean {
    return this.#connection.node !== null;
  }

  /** Events that could not be carried to the other processes, since the start. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** How often something may have been missed, since the start. */
  get gapCount(): number {
    return this.#gapCount;
  }

  publish(topic: string, event: Event): void {
    if (!this.#connection.node) {
      this.#lost(topic);
      this.#local.publish(topic, event);
      return;
    }
    this.#send(topic, JSON.stringify(event));
  }

  subscribe(topic: string, subscriber: (event: Event, topic: string) => void): void {
    const isFirst = !this.#local.hasSubscribers(topic);
    this.#local.subscribe(topic, subscriber);
    if (isFirst) this.#subscriptions.want(topic);
  }

  unsubscribe(topic: string, subscriber: (event: Event, topic: string) => void): void {
    const had = this.#local.hasSubscribers(topic);
    this.#local.unsubscribe(topic, subscriber);
    if (had && !this.#local.hasSubscribers(topic)) this.#subscriptions.unwant(topic);
  }

  async ready(): Promise<void> {
    return this.#subscriptions.ready();
  }

  /** Waits a moment for what is on its way. */
  async close(): Promise<void> {
    if (this.#owing) clearTimeout(this.#owing);
    await within(closingMs, Promise.all(this.#onTheWay)).catch(() => {});
    this.#subscriptions.close();
  }

  #send(topic: string, message: string): void {
    const { node } = this.#connection;
    if (!node) {
      this.#lost(topic);
      return;
    }
    // One that hangs is ended by the connection's own look at it.
    const published = node
      .publish(topic, message)
      .catch(() => this.#lost(topic))
      .finally(() => this.#onTheWay.delete(published));
    this.#onTheWay.add(published);
  }

  /** Not delivered here after all: it may have arrived, and would come twice. */
  #lost(topic: string): void {
    this.#lostCount += 1;
    if (this.#owed.size < maxOwed) this.#owed.add(topic);
    // Of a cluster, only a part may be away.
    this.#owing ??= setTimeout(() => this.#tellOwed(), tellOwedMs).unref();
  }

  /** The others may be connected all the time and not know that something is missing. */
  #tellOwed(): void {
    if (this.#owing) clearTimeout(this.#owing);
    this.#owing = null;
    if (!this.#connection.node) return;
    const topics = [...this.#owed];
    this.#owed.clear();
    for (const topic of topics) this.#send(topic, gapMark);
  }
}

/** What happened, as one process tells the others. Features say what theirs look like. */
export interface BusEvent {
  readonly type: string;
}

type Subscriber<Event> = (event: Event, topic: string) => void;

/** Carries events to the processes concerned, by topic (`room:<conversationId>`, `user:<userId>`). */
export interface Bus<Event extends BusEvent> {
  /** Never waits and never throws: an event that cannot be carried is lost, and a gap is told later. */
  publish(topic: string, event: Event): void;
  /** Topics are shared: the last `unsubscribe` of a topic ends it. */
  subscribe(topic: string, subscriber: Subscriber<Event>): void;
  unsubscribe(topic: string, subscriber: Subscriber<Event>): void;
  /** Whether what is published now reaches all processes. */
  readonly isWhole: boolean;
  /** Resolves when everything subscribed to so far arrives (or cannot for now, and a gap is told later). */
  ready(): Promise<void>;
}

/** The bus of a single process: delivers at once, in the order of publishing. */
export class LocalBus<Event extends BusEvent> implements Bus<Event> {
  readonly isWhole = true;
  readonly #topics = new Map<string, Set<Subscriber<Event>>>();
  readonly #onError: (error: unknown) => void;

  /** @param onError what a subscriber threw: the others, and whoever published, are not to blame */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  publish(topic: string, event: Event): void {
    for (const subscriber of this.#topics.get(topic) ?? []) {
      try {
        subscriber(event, topic);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  subscribe(topic: string, subscriber: Subscriber<Event>): void {
    const subscribers = this.#topics.get(topic);
    if (subscribers) subscribers.add(subscriber);
    else this.#topics.set(topic, new Set([subscriber]));
  }

  unsubscribe(topic: string, subscriber: Subscriber<Event>): void {
    const subscribers = this.#topics.get(topic);
    if (!subscribers?.delete(subscriber)) return;
    if (subscribers.size === 0) this.#topics.delete(topic);
  }

  hasSubscribers(topic: string): boolean {
    return this.#topics.has(topic);
  }

  async ready(): Promise<void> {}
}

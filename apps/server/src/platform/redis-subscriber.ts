import { duplicateOf, opened, type RedisClient, within } from './redis-node.ts';

const patienceMs = 2000;
const channelsPerCommand = 1000;

/** One connection that hears channels. Whatever is odd about it ends it: a new one then takes its place. */
export class RedisSubscriber {
  readonly #client: RedisClient;
  readonly #isSharded: boolean;
  readonly #onMessage: (message: string, channel: string) => void;
  /** What it hears. */
  readonly channels = new Set<string>();

  private constructor(
    client: RedisClient,
    options: { isSharded: boolean; onMessage: (message: string, channel: string) => void },
  ) {
    this.#client = client;
    this.#isSharded = options.isSharded;
    this.#onMessage = options.onMessage;
  }

  /**
   * Opens a connection beside `holder`, to the same server.
   * @param onLost it has ended, or one of its channels has moved to another server
   * @throws when it cannot be opened
   */
  static async open(
    holder: RedisClient,
    options: {
      isSharded: boolean;
      onMessage: (message: string, channel: string) => void;
      onLost: (subscriber: RedisSubscriber) => void;
    },
  ): Promise<RedisSubscriber> {
    const client = duplicateOf(holder);
    const subscriber = new RedisSubscriber(client, options);
    const onLost = () => options.onLost(subscriber);
    for (const event of ['error', 'terminated', 'end', 'sharded-channel-moved']) {
      client.on(event, onLost);
    }
    await opened(client);
    return subscriber;
  }

  /**
   * Begins to hear channels.
   * @returns those that are held by another server
   * @throws when the connection is of no use any more
   */
  async add(channels: readonly string[]): Promise<string[]> {
    if (this.#isSharded) return this.#addSharded(channels);
    for (const part of inParts(channels)) {
      await within(patienceMs, this.#client.subscribe(part, this.#onMessage));
      for (const channel of part) this.channels.add(channel);
    }
    return [];
  }

  async #addSharded(channels: readonly string[]): Promise<string[]> {
    const moved: string[] = [];
    // Each by a command of its own: the channels of one command must share their slot.
    const added = channels.map(async (channel) => {
      try {
        await this.#client.sSubscribe(channel, this.#onMessage);
        this.channels.add(channel);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('MOVED'))) throw error;
        moved.push(channel);
      }
    });
    await within(patienceMs, Promise.all(added));
    return moved;
  }

  /** Hears channels no more. @throws when the connection is of no use any more */
  async remove(channels: readonly string[]): Promise<void> {
    for (const channel of channels) this.channels.delete(channel);
    if (this.#isSharded) {
      const removed = channels.map((channel) => this.#client.sUnsubscribe(channel));
      await within(patienceMs, Promise.all(removed));
      return;
    }
    for (const part of inParts(channels)) {
      await within(patienceMs, this.#client.unsubscribe(part));
    }
  }

  /**
   * Asks the server what it thinks that this connection hears: that a channel was taken away may go unnoticed
   * when it is said among answers. Nothing may be added or removed meanwhile.
   * @throws when that is something else, and when it hangs
   */
  async check(): Promise<void> {
    const answer: unknown = await within(patienceMs, this.#client.sendCommand(['CLIENT', 'INFO']));
    const count = this.#isSharded ? / ssub=(\d+)/ : / sub=(\d+)/;
    const heard = typeof answer === 'string' ? count.exec(answer)?.[1] : undefined;
    // The oldest servers with sharded channels do not say how many.
    if (heard !== undefined && Number(heard) !== this.channels.size) {
      throw new Error('a channel is not heard any more');
    }
  }

  end(): void {
    this.#client.removeAllListeners();
    this.#client.on('error', () => {});
    this.#client.destroy();
  }
}

function* inParts(channels: readonly string[]): Iterable<string[]> {
  for (let start = 0; start < channels.length; start += channelsPerCommand) {
    yield channels.slice(start, start + channelsPerCommand);
  }
}

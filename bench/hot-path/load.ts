import { type Flood, type FloodOptions, startFlood } from './flood.ts';
import { Latencies } from './latencies.ts';
import { postAll, type PostOptions } from './posts.ts';
import { type Door, Seat, type SeatOptions } from './seat.ts';

/**
 * The load: a process of its own, so that what it costs is not counted as the server's. It is told what to do by
 * messages (`load-process.ts`), and says with every measurement how busy it was itself.
 */

const atOnceAsARule = 100;
/** More than the kernel and the server keep for one socket together. */
const farBehindBytes = 24 * 1024 * 1024;
const crowds = new Map<string, Seat[]>();
let flood: Flood | null = null;

const commands = {
  /** Connects people, so many at once. Answers how long that took. */
  async open(options: {
    crowd: string;
    url: string;
    door: Door;
    people: SeatOptions[];
    atOnce?: number;
  }): Promise<{ ms: number }> {
    const { crowd, url, door, people, atOnce = atOnceAsARule } = options;
    const began = performance.now();
    const seats = crowds.get(crowd) ?? [];
    const first = seats.length;
    const left = people.entries();
    const line = async (): Promise<void> => {
      for (const [index, person] of left) seats[first + index] = await Seat.take(url, door, person);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, people.length) }, line));
    crowds.set(crowd, seats);
    return { ms: performance.now() - began };
  },

  /** Connects one person who reads 1 KB in a second. */
  async openSlow(options: {
    crowd: string;
    url: string;
    door: Door;
    person: SeatOptions;
  }): Promise<void> {
    const seat = await Seat.take(options.url, options.door, options.person, Buffer.alloc(1024));
    seat.wire.setSlow(true);
    crowds.set(options.crowd, [seat]);
  },

  /** Waits until the server holds far more for it than it may, whatever the kernel holds. */
  async waitUntilBehind({ bytes }: { bytes: number }): Promise<void> {
    const messages = farBehindBytes / bytes;
    for (let sent = 0; sent < messages;) {
      await new Promise((done) => setTimeout(done, 50));
      sent = flood?.sentCount() ?? messages;
    }
  },

  /** Lets a slow crowd read all that comes until it is closed. */
  async readOn({ crowd }: { crowd: string }): Promise<{ wasToldResync: boolean }> {
    const [seat] = seatsOf([crowd]);
    if (!seat) throw new Error('nobody is slow');
    seat.wire.setSlow(false);
    const end = performance.now() + 10_000;
    while (!seat.wire.isClosed && !seat.wasToldResync && performance.now() < end) {
      await new Promise((done) => setTimeout(done, 20));
    }
    return { wasToldResync: seat.wasToldResync };
  },

  async close({ crowd }: { crowd: string }): Promise<void> {
    for (const seat of crowds.get(crowd) ?? []) seat.wire.end();
    crowds.delete(crowd);
  },

  /** Begins to send without a pause, and answers when it runs warm. */
  async startFlood({ senders, receivers, ...options }: FloodOptions): Promise<void> {
    flood = startFlood(seatsOf([senders]), seatsOf(receivers), options);
    await flood.warm;
  },

  /** What happened since it ran warm, or since this was last asked. */
  async takeFigures(): Promise<FloodFigures> {
    if (!flood) throw new Error('nothing runs');
    return flood.takeFigures();
  },

  /** Sends no more, and answers when everything arrived: once each, or it throws. */
  async stopFlood(): Promise<void> {
    await flood?.stop();
    flood = null;
  },

  /** One message at a time: the next is sent when the last one reached everybody. */
  async oneByOne(options: {
    sender: string;
    roomId: string;
    receivers: string[];
    count: number;
    pauseMs: number;
    bytes: number;
  }): Promise<Latency> {
    const [sender] = seatsOf([options.sender]);
    if (!sender) throw new Error('nobody sends');
    const receivers = seatsOf(options.receivers);
    const latencies = new Latencies();
    for (let turn = 0; turn < options.count; turn += 1) {
      const reached = Promise.withResolvers<void>();
      let left = receivers.length;
      const sentAt = performance.now();
      for (const seat of receivers) {
        seat.onMessage = () => {
          latencies.add(performance.now() - sentAt);
          left -= 1;
          if (left === 0) reached.resolve();
        };
      }
      const { text } = sender.callText('messages.send', {
        conversationId: options.roomId,
        type: 'TEXT',
        content: 'x'.repeat(options.bytes),
      });
      sender.wire.send(text);
      await reached.promise;
      if (options.pauseMs > 0) await new Promise((done) => setTimeout(done, options.pauseMs));
    }
    return { p50: latencies.at(0.5), p99: latencies.at(0.99) };
  },

  post: async (options: PostOptions) => postAll(options),

  async cpuMs(): Promise<number> {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

export type LoadCommands = typeof commands;

export interface Latency {
  p50: number;
  p99: number;
}

export interface FloodFigures {
  seconds: number;
  acked: number;
  /** Messages that came to sockets. */
  delivered: number;
  /** From a message's sending to its ack. */
  ack: Latency;
  /** From its sending to each socket; only where one socket sends. */
  delivery: Latency;
}

function seatsOf(names: readonly string[]): Seat[] {
  return names.flatMap((name) => crowds.get(name) ?? []);
}

process.on('message', (message: { id: number; name: keyof LoadCommands; options: never }) => {
  const { id, name, options } = message;
  void Promise.resolve(commands[name](options)).then(
    (answer: unknown) => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

import { setTimeout as delay } from 'node:timers/promises';
import { Latencies } from './latencies.ts';
import type { FloodFigures } from './load.ts';
import type { Seat } from './seat.ts';

export interface FloodOptions {
  /** The crowd that sends. */
  senders: string;
  /** The crowds that messages are looked for at. */
  receivers: string[];
  /** Where each sender writes, in turn; the index is the sender's. */
  rooms: string[][];
  /** How many unanswered messages each sender has at most. */
  inFlight: number;
  /** Of the text. */
  bytes: number;
  /** How many of the receivers' sockets each message reaches. */
  reaches: number;
  /** Sends at this pace at most; absent: as fast as it is answered. */
  perSecond?: number;
}

export interface Flood {
  warm: Promise<void>;
  takeFigures(): FloodFigures;
  sentCount(): number;
  /** @throws when a message was refused, missed or came twice */
  stop(): Promise<void>;
}

const warmUpMs = 700;
const patienceMs = 20_000;

/** Every sender keeps so many messages on their way: an answer lets the next one go. */
export function startFlood(
  senders: readonly Seat[],
  receivers: readonly Seat[],
  options: Omit<FloodOptions, 'senders' | 'receivers'>,
): Flood {
  const acks = new Latencies();
  const deliveries = new Latencies();
  const count = { sent: 0, acked: 0, delivered: 0 };
  let since = { at: performance.now(), acked: 0, delivered: 0 };
  let refused: string | null = null;
  let isOver = false;
  const content = 'x'.repeat(options.bytes);
  const isAlone = senders.length === 1;
  const sentTimes: number[] = [];
  for (const seat of receivers) {
    const before = seat.received;
    seat.onMessage = (nth) => {
      count.delivered += 1;
      if (isAlone) deliveries.add(performance.now() - (sentTimes[nth - before - 1] ?? NaN));
    };
  }
  const pumps = senders.map((seat, index) => {
    const rooms = options.rooms[index] ?? [];
    const sentAt = new Map<number, number>();
    let turn = 0;
    const due: string[] = [];
    const add = (): void => {
      const conversationId = rooms[turn % rooms.length];
      turn += 1;
      const { id, text } = seat.callText('messages.send', {
        conversationId,
        type: 'TEXT',
        content,
      });
      const now = performance.now();
      sentAt.set(id, now);
      if (isAlone) sentTimes.push(now);
      count.sent += 1;
      due.push(text);
    };
    const flush = (): void => {
      if (due.length > 0) seat.wire.send(...due.splice(0));
    };
    seat.onAck = (id, refusal) => {
      const at = sentAt.get(id);
      if (at === undefined) return;
      sentAt.delete(id);
      acks.add(performance.now() - at);
      count.acked += 1;
      if (refusal !== null) refused ??= refusal;
      if (!isOver && options.perSecond === undefined) add();
    };
    seat.wire.onRead = flush;
    return {
      fill(): void {
        while (sentAt.size < options.inFlight) add();
        flush();
      },
      paced(): void {
        if (sentAt.size < options.inFlight) add();
        flush();
      },
    };
  });
  let pacer: NodeJS.Timeout | null = null;
  if (options.perSecond === undefined) for (const pump of pumps) pump.fill();
  else {
    const { perSecond } = options;
    const began = performance.now();
    let turn = 0;
    pacer = setInterval(() => {
      const dueNow = ((performance.now() - began) / 1000) * perSecond;
      for (; turn < dueNow; turn += 1) pumps[turn % pumps.length]?.paced();
    }, 1);
  }
  const expected = (): number => count.acked * options.reaches;
  const restart = (): void => {
    acks.clear();
    deliveries.clear();
    const { acked, delivered } = count;
    since = { at: performance.now(), acked, delivered };
  };
  return {
    warm: delay(warmUpMs).then(restart),
    takeFigures() {
      const figures: FloodFigures = {
        seconds: (performance.now() - since.at) / 1000,
        acked: count.acked - since.acked,
        delivered: count.delivered - since.delivered,
        ack: { p50: acks.at(0.5), p99: acks.at(0.99) },
        delivery: { p50: deliveries.at(0.5), p99: deliveries.at(0.99) },
      };
      restart();
      return figures;
    },
    sentCount: () => count.sent,
    async stop() {
      isOver = true;
      if (pacer) clearInterval(pacer);
      const end = performance.now() + patienceMs;
      const isDone = (): boolean => count.acked === count.sent && count.delivered >= expected();
      while (!isDone() && performance.now() < end) await delay(10);
      // What would come twice comes now.
      await delay(50);
      for (const seat of [...senders, ...receivers]) seat.wire.onRead = () => {};
      if (refused !== null) throw new Error(`a message was refused: ${refused}`);
      if (count.acked !== count.sent || count.delivered !== expected()) {
        throw new Error(
          `${count.sent} sent, ${count.acked} stored, ${count.delivered} of ${expected()} delivered`,
        );
      }
    },
  };
}

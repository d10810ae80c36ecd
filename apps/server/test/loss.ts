import fc from 'fast-check';
import { vi } from 'vitest';
import type { DomainEvent } from '../src/domain-events.ts';
import { LocalBus } from '../src/platform/bus.ts';

/** How an event fares on its way. */
export type Fate = 'comes' | 'late' | 'lost';

/** One history's luck: what becomes of one event after the other, over and over. */
export interface Luck {
  bus: readonly Fate[];
  wire: readonly Fate[];
}

const lateMs = 15;
const mostly = { weight: 12, arbitrary: fc.constant<Fate>('comes') };
const late = { weight: 2, arbitrary: fc.constant<Fate>('late') };
const lost = { weight: 3, arbitrary: fc.constant<Fate>('lost') };
const lateOnly = fc.array(fc.oneof(mostly, late), { maxLength: 40 });
const both = fc.array(fc.oneof(mostly, late, lost), { maxLength: 40, size: 'max' });

/** Nothing is lost but by breaks: what comes live, and by the sync after each break, must be all. */
export const noLoss: fc.Arbitrary<Luck> = fc.record({ bus: lateOnly, wire: lateOnly });
export const loss: fc.Arbitrary<Luck> = fc.record({ bus: both, wire: both });

/** What becomes of one event after the other. */
export class Course {
  #list: readonly Fate[] = [];
  #count = 0;

  /** From now on these, over and over; none: everything comes. */
  takes(list: readonly Fate[]): void {
    this.#list = list;
    this.#count = 0;
  }

  next(): Fate {
    return this.#list[this.#count++ % this.#list.length] ?? 'comes';
  }
}

/** What a lossy bus may lose: what is about conversations. That sessions end is another test's subject. */
const mayBeLost = /^(conversation|member|message|read)\./;

/** The bus of the servers in this process, on which events may come late or not at all. */
export class LossyBus {
  readonly #course = new Course();
  readonly #onTheWay = new Set<Promise<void>>();

  constructor() {
    const { publish } = LocalBus.prototype;
    const fateOf = (type: string) => (mayBeLost.test(type) ? this.#course.next() : 'comes');
    const onTheWay = this.#onTheWay;
    vi.spyOn(LocalBus.prototype, 'publish').mockImplementation(function (
      this: LocalBus<DomainEvent>,
      topic,
      event,
    ) {
      const fate = fateOf(event.type);
      if (fate === 'comes') publish.call(this, topic, event);
      if (fate !== 'late') return;
      const arrival = pause(lateMs).then(() => {
        publish.call(this, topic, event);
        onTheWay.delete(arrival);
      });
      onTheWay.add(arrival);
    });
  }

  takes(list: readonly Fate[]): void {
    this.#course.takes(list);
  }

  /** What was late has arrived. */
  async settled(): Promise<void> {
    await Promise.all(this.#onTheWay);
  }
}

export const pause = async (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

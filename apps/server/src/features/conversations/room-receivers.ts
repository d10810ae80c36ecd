import type { UserId } from '@xom/contract/fields';
import type { Connection } from '../../platform/connections.ts';
import type { MemberCounts } from './unread.ts';

/** A connection that a message may go to, with whose it is and what their unread counts are made of. */
export interface Receiver {
  readonly userId: UserId;
  readonly counts: Readonly<MemberCounts>;
  readonly connection: Connection;
}

/** Whom something goes to: everybody, who looks at the conversation, or everybody else. */
export type Part = 'all' | 'looking' | 'elsewhere';

/** One person's connections, and everybody else's. */
interface Apart {
  readonly own: readonly Connection[];
  readonly others: readonly Connection[];
}

/** Few enough for a group of thousands. */
const maxApart = 16;

/** Receivers by one door, made once for many messages. */
export class Receivers {
  readonly each: readonly Receiver[];
  readonly connections: readonly Connection[];
  /** Up to here one of them has cleared the conversation. */
  readonly clearedSeq: number;
  /** For those who wrote last. */
  readonly #apart = new Map<UserId, Apart>();

  constructor(each: readonly Receiver[]) {
    this.each = each;
    this.connections = each.map(connectionOf);
    this.clearedSeq = each.reduce((seq, { counts }) => Math.max(seq, counts.clearedSeq), 0);
  }

  /** One person's connections, and everybody else's. */
  apart(userId: UserId): Apart {
    const known = this.#apart.get(userId);
    if (known) return known;
    if (this.#apart.size >= maxApart) this.#apart.clear();
    const isOwn = (receiver: Receiver): boolean => receiver.userId === userId;
    const own = this.each.filter(isOwn).map(connectionOf);
    const others =
      own.length === 0
        ? this.connections
        : this.each.filter((receiver) => !isOwn(receiver)).map(connectionOf);
    const apart = { own, others };
    this.#apart.set(userId, apart);
    return apart;
  }
}

const connectionOf = ({ connection }: Receiver): Connection => connection;

/** The receivers of one conversation by one door, until its members or their connections change. */
export class RoomReceivers {
  readonly #conversationId: string;
  readonly #all: Receivers;
  #split: { looking: Receivers; elsewhere: Receivers } | null = null;

  constructor(conversationId: string, each: readonly Receiver[]) {
    this.#conversationId = conversationId;
    this.#all = new Receivers(each);
  }

  part(name: Part): Receivers {
    if (name === 'all') return this.#all;
    this.#split ??= { looking: this.#some(true), elsewhere: this.#some(false) };
    return this.#split[name];
  }

  /** One of them begins or ends to look at the conversation. */
  looksChanged(): void {
    this.#split = null;
  }

  #some(isLooking: boolean): Receivers {
    const { each } = this.#all;
    const some = each.filter(
      ({ connection: { views } }) => views.has(this.#conversationId) === isLooking,
    );
    return some.length === each.length ? this.#all : new Receivers(some);
  }
}

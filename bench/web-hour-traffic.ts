import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@xom/contract/message-shape';
import { type Client, createClient } from '@xom/sdk/client';
import { password } from './client.ts';

/** What goes on around somebody who has the page open: people write, and do all else that people do. */

const tickMs = 500;
const mostUnderWay = 50;
/** Of the messages to the conversation that is open, so many of the newest are still acted on. */
const recentMessages = 20;

export interface Places {
  /** The conversation that the page shows; everybody is in it. */
  openId: string;
  /** The first `writersElsewhere` of the neighbours are in these. */
  otherIds: readonly string[];
  readerId: string;
  /** Of the reader. */
  postIds: readonly string[];
}

const writersElsewhere = 4;

export interface Traffic {
  /** How long it has gone on; what the machine stands still does not count. */
  readonly minutes: number;
  /** Messages that were stored. */
  readonly sent: number;
  /** Acts that were not answered well. */
  readonly failed: number;
  readonly lastFailure: string;
  /** Ends it, when what is under way is done. */
  stop(): Promise<void>;
}

/** Lets neighbours act, twice a second, until it is stopped. */
export async function startTraffic(
  url: string,
  usernames: readonly string[],
  places: Places,
): Promise<Traffic> {
  const people: Client[] = [];
  for (const username of usernames) {
    const client = createClient({ url });
    await client.auth.login({ username, password });
    await client.connect();
    people.push(client);
  }
  const crowd = new Crowd(people, places);
  const stopping = new AbortController();
  const running = crowd.run(stopping.signal);
  return {
    get minutes() {
      return (crowd.ticks * tickMs) / 60_000;
    },
    get sent() {
      return crowd.sent;
    },
    get failed() {
      return crowd.failed;
    },
    get lastFailure() {
      return crowd.lastFailure;
    },
    async stop() {
      stopping.abort();
      await running;
      for (const client of people) client.close();
    },
  };
}

class Crowd {
  readonly #people: readonly Client[];
  readonly #places: Places;
  /** The newest messages of the conversation that is open, and who wrote them. */
  readonly #recent: { message: Message; author: Client }[] = [];
  ticks = 0;
  sent = 0;
  failed = 0;
  lastFailure = '';

  constructor(people: readonly Client[], places: Places) {
    this.#people = people;
    this.#places = places;
  }

  async run(stopped: AbortSignal): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (; !stopped.aborted; this.ticks += 1) {
      for (const act of this.#acts(this.ticks)) {
        const told = act.then(
          () => void underWay.delete(told),
          (error: unknown) => {
            underWay.delete(told);
            this.failed += 1;
            this.lastFailure = String(error);
          },
        );
        underWay.add(told);
      }
      // A machine that does not keep up is not buried.
      if (underWay.size > mostUnderWay) await Promise.race(underWay);
      await delay(tickMs);
    }
    await Promise.all(underWay);
  }

  /** One message, and now and then something else. */
  #acts(tick: number): Promise<unknown>[] {
    const person = this.#pick(this.#people, tick);
    const { openId, readerId } = this.#places;
    const conversationId = openId;
    const acts: Promise<unknown>[] = [
      tick % 2 === 0 ? this.#write(tick) : this.#writeElsewhere(tick),
    ];
    if (tick % 6 === 0) acts.push(person.conversations.type({ conversationId }));
    if (tick % 8 === 3) acts.push(this.#react(tick));
    if (tick % 20 === 5) acts.push(this.#edit(tick));
    if (tick % 40 === 7) acts.push(this.#recall());
    if (tick % 30 === 9) acts.push(this.#comeOrGo(tick));
    if (tick % 10 === 4) acts.push(person.conversations.markRead({ conversationId }));
    if (tick % 60 === 11) acts.push(person.posts.create({ text: `Chuyện thứ ${tick} #xom` }));
    if (tick % 20 === 13) acts.push(this.#like(tick));
    if (tick % 40 === 15) acts.push(this.#comment(tick));
    if (tick % 120 === 17) acts.push(person.users.unfollow({ userId: readerId }));
    if (tick % 120 === 77) acts.push(person.users.follow({ userId: readerId }));
    return acts;
  }

  async #write(tick: number): Promise<void> {
    const author = this.#pick(this.#people, tick / 2);
    const replyTo = tick % 14 === 0 ? this.#recent[0]?.message.id : undefined;
    const message = await author.messages.send({
      conversationId: this.#places.openId,
      type: 'TEXT',
      content: `Lời thứ ${tick} của xóm: chiều nay ai ra đầu ngõ uống trà thì gọi mình một tiếng nhé.`,
      ...(replyTo !== undefined && { replyTo }),
    });
    this.sent += 1;
    this.#recent.push({ message, author });
    if (this.#recent.length > recentMessages) this.#recent.shift();
  }

  async #writeElsewhere(tick: number): Promise<void> {
    const turn = (tick - 1) / 2;
    await this.#pick(this.#people.slice(0, writersElsewhere), turn).messages.send({
      conversationId: this.#pick(this.#places.otherIds, turn),
      type: 'TEXT',
      content: `Lời thứ ${tick} ở nhóm khác.`,
    });
    this.sent += 1;
  }

  async #react(tick: number): Promise<void> {
    const recent = this.#recent.at(-1 - (tick % 5));
    if (!recent) return;
    const emoji = this.#pick(['❤️', '👍', '😂'], tick);
    const { id: messageId } = recent.message;
    await this.#pick(this.#people, tick).messages.react({ messageId, emoji });
    await this.#pick(this.#people, tick + 1).messages.react({ messageId, emoji });
    if (tick % 16 === 3) {
      await this.#pick(this.#people, tick).messages.unreact({ messageId, emoji });
    }
  }

  async #edit(tick: number): Promise<void> {
    const recent = this.#recent.at(-3);
    if (!recent) return;
    const content = `Lời được sửa ở nhịp ${tick}.`;
    await recent.author.messages.edit({ messageId: recent.message.id, content });
  }

  async #recall(): Promise<void> {
    const [recent] = this.#recent.splice(-6, 1);
    if (recent) await recent.author.messages.recall({ messageId: recent.message.id });
  }

  /** Who is here goes, and the next time comes back. */
  async #comeOrGo(tick: number): Promise<void> {
    const { openId: conversationId } = this.#places;
    const turn = (tick - 9) / 30;
    const person = this.#pick(this.#people.slice(writersElsewhere), Math.floor(turn / 2));
    if (turn % 2 === 0) {
      person.close();
      return;
    }
    await person.connect();
    await person.conversations.open({ conversationId });
  }

  async #like(tick: number): Promise<void> {
    const person = this.#pick(this.#people, tick);
    const postId = this.#pick(this.#places.postIds, tick);
    const { likedByMe } = await person.posts.get({ postId });
    await (likedByMe ? person.posts.unlike({ postId }) : person.posts.like({ postId }));
  }

  async #comment(tick: number): Promise<void> {
    const postId = this.#pick(this.#places.postIds, tick);
    await this.#pick(this.#people, tick).comments.create({ postId, text: `Hay quá, lần ${tick}!` });
  }

  #pick<One>(all: readonly One[], turn: number): One {
    const one = all[Math.floor(turn) % all.length];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  }
}

import { versionsEvent } from '@xom/contract/conversations';
import { messageCreated } from '@xom/contract/messages';
import { io, type Socket } from 'socket.io-client';
import { LiveState } from './live-state.ts';
import { type Course, pause } from './loss.ts';
import type { TestPerson } from './people.ts';
import { pullPages } from './sync-device.ts';

const lateMs = 15;

/**
 * A client as the contract wants it: the events of a stock socket on `/v1` go into its state, and it calls sync
 * whenever something may be missing. What comes live while it catches up waits, and is applied after.
 */
export class LiveClient {
  readonly person: TestPerson;
  readonly state: LiveState;
  readonly #socket: Socket;
  readonly #wire: Course;
  /** Off: nothing but what is told live and synced at each connecting. */
  readonly #hearsVersions: boolean;
  readonly #waiting: [string, unknown][] = [];
  #mustSync = false;
  #isSyncing = false;
  #syncing: Promise<void> = Promise.resolve();
  /** Events come in one after the other, however late one is. */
  #inbox: Promise<void> = Promise.resolve();
  /** The messages that each of its connections brought, whatever became of them then. */
  readonly heard: { id: string; conversationId: string; seq: number }[][] = [];

  private constructor(
    person: TestPerson,
    url: string,
    options: { wire: Course; hearsVersions: boolean },
  ) {
    this.person = person;
    this.state = new LiveState(person.id);
    this.#wire = options.wire;
    this.#hearsVersions = options.hearsVersions;
    this.#socket = io(`${url}/v1`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 10,
      auth: { token: person.token },
    });
    // From here on it hears what happens; what was before comes by sync.
    this.#socket.on('connect', () => {
      this.heard.push([]);
      this.#sync();
    });
    this.#socket.onAny((name: string, payload: unknown) => this.#receive(name, payload));
  }

  /** Connects and catches up. */
  static async start(
    person: TestPerson,
    url: string,
    options: { wire: Course; hearsVersions: boolean },
  ): Promise<LiveClient> {
    const client = new LiveClient(person, url, options);
    await client.settled();
    return client;
  }

  /** The connection breaks; a moment later there is another. */
  breakOff(): void {
    // One that is being made would be waited for.
    if (this.#socket.connected) this.#socket.io.engine.close();
  }

  stop(): void {
    this.#socket.disconnect();
  }

  /** Resolves when all that was told so far is applied, and no sync is under way. */
  async settled(): Promise<void> {
    for (let isOver = false; !isOver;) {
      const isAnswered = await this.#isAnswered();
      const inbox = this.#inbox;
      await inbox;
      await this.#syncing;
      isOver = isAnswered && !this.#isSyncing && inbox === this.#inbox;
    }
  }

  /** A round trip over the socket: what was sent before the answer has come before it. */
  async #isAnswered(): Promise<boolean> {
    try {
      await this.#socket.timeout(1000).emitWithAck('no such event', {});
      return this.heard.length > 0;
    } catch {
      // It broke off meanwhile.
      return false;
    }
  }

  #receive(name: string, payload: unknown): void {
    if (name === messageCreated.name) {
      this.heard.at(-1)?.push(messageCreated.payload.parse(payload));
    }
    const fate = this.#wire.next();
    if (fate === 'lost') return;
    this.#inbox = this.#inbox.then(async () => {
      if (fate === 'late') await pause(lateMs);
      if (this.#isSyncing) this.#waiting.push([name, payload]);
      else this.#apply(name, payload);
    });
  }

  #apply(name: string, payload: unknown): void {
    if (name === 'resync') this.#sync();
    else if (name === versionsEvent.name) this.#compare(payload);
    else if (!this.state.apply(name, payload)) this.#sync();
  }

  #compare(payload: unknown): void {
    if (!this.#hearsVersions) return;
    const isBehind = versionsEvent.payload
      .parse(payload)
      .some(({ conversationId, version }) => version > this.versionOf(conversationId));
    if (isBehind) this.#sync();
  }

  /** How far sync brought it; 0: it does not hold the conversation. */
  versionOf(conversationId: string): number {
    return this.state.versions.get(conversationId) ?? 0;
  }

  /** Catches up; once more, when it is doing so already. */
  #sync(): void {
    this.#mustSync = true;
    if (!this.#isSyncing) this.#syncing = this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    this.#isSyncing = true;
    while (this.#mustSync) {
      this.#mustSync = false;
      for await (const page of pullPages(this.person, this.state.versions)) {
        // The socket may overtake an answer.
        if (this.#wire.next() !== 'comes') await pause(lateMs);
        this.state.applyPage(page);
      }
      for (const [name, payload] of this.#waiting.splice(0)) this.#apply(name, payload);
    }
    this.#isSyncing = false;
  }
}

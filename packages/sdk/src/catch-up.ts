import type { ConversationId } from '@xom/contract/fields';
import type { Client } from './client.ts';
import type { CallOutput, OperationNamed } from './calls.ts';
import type { ConversationState } from './conversation-state.ts';
import type { History } from './history.ts';
import type { StoreState } from './store-state.ts';

type SyncPage = CallOutput<OperationNamed<'sync.pull'>>;
/** Whose messages a catch-up asks for: those that were held when it began. */
type Asked = ReadonlyMap<ConversationId, History>;

const firstRetryMs = 500;
const longestRetryMs = 15_000;
const firstPageLength = 30;

/** Brings a store from what it holds to now, whenever something may be missing, while it is connected. */
export class CatchUp {
  readonly #client: Client;
  readonly #state: StoreState;
  readonly #onDone: () => void;
  #isConnected = false;
  #isWanted = false;
  #running: Promise<void> | null = null;
  /** Taken away while a page was under way, which may be older. */
  readonly #removed = new Set<ConversationId>();
  #wake: () => void = () => {};

  /** @param onDone nothing is missing: ask for what sync does not bring */
  constructor(client: Client, state: StoreState, onDone: () => void) {
    this.#client = client;
    this.#state = state;
    this.#onDone = onDone;
  }

  connected(): void {
    this.#isConnected = true;
    // Later, nobody needs to see that something is asked for.
    this.#state.connection = 'syncing';
    this.request();
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#wake();
  }

  /** Catches up; once more, when it is doing so already. */
  request(): void {
    this.#isWanted = true;
    if (!this.#isConnected) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#isWanted && this.#isConnected) this.request();
    });
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  removed(id: ConversationId): void {
    if (this.#running) this.#removed.add(id);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; this.#isWanted && this.#isConnected;) {
      this.#isWanted = false;
      try {
        await this.#pull();
        failures = 0;
      } catch {
        // Out of reach, busy, or over its limits: what was brought so far stays, and it goes on from there.
        this.#isWanted = true;
        await this.#pause(Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
        failures += 1;
      }
    }
    if (!this.#isConnected) return;
    this.#state.connection = 'online';
    this.#onDone();
  }

  async #pull(): Promise<void> {
    const held = [...this.#state.all()];
    if (this.#state.isLoading && held.length === 0) await this.#showFirst();
    const conversations = [...this.#state.all()].map(({ id, version }) => ({ id, version }));
    const asked = new Map(
      held.flatMap(({ id, history }) => (history ? [[id, history] as const] : [])),
    );
    let cursor: string | null = null;
    do {
      this.#removed.clear();
      const page: SyncPage = await this.#client.sync.pull({
        conversations,
        historyOf: [...asked.keys()],
        ...(cursor !== null && { cursor }),
      });
      this.#apply(page, asked);
      cursor = page.nextCursor;
    } while (cursor !== null && this.#isConnected);
    if (cursor === null) this.#state.isLoading = false;
    else this.#isWanted = true;
  }

  /** A new device: what one sees first comes first. */
  async #showFirst(): Promise<void> {
    this.#removed.clear();
    const [pinned, recent] = await Promise.all([
      this.#client.conversations.list({ pinned: true, limit: 100 }),
      this.#client.conversations.list({ limit: firstPageLength }),
    ]);
    for (const conversation of [...pinned.items, ...recent.items])
      if (!this.#removed.has(conversation.id)) this.#state.hold(conversation);
  }

  #apply(page: SyncPage, asked: Asked): void {
    for (const id of page.removed) this.#state.forget(id);
    // Somebody took it away after this was read, or before: the next pull knows.
    if (this.#removed.size > 0) this.#isWanted = true;
    const versions = new Map(page.versions.map(({ id, version }) => [id, version]));
    const known = (id: ConversationId): ConversationState | undefined =>
      this.#removed.has(id) ? undefined : this.#state.get(id);
    const messages = Map.groupBy(page.messages, ({ conversationId }) => conversationId);
    for (const conversation of page.conversations) {
      const { id } = conversation;
      if (this.#removed.has(id)) continue;
      const version = versions.get(id) ?? 0;
      const state = this.#state.hold(conversation, version);
      for (const message of messages.get(id) ?? [])
        if (state.history) this.#state.holdMessage(state, message, false);
      this.#advance(state, conversation, version, asked);
    }
    for (const { conversationId, userId, upToSeq } of page.reads)
      known(conversationId)?.reached(userId, { readUpToSeq: upToSeq });
    for (const one of page.members)
      if (one.change === 'left') known(one.conversationId)?.positions.delete(one.userId);
    this.#hide(page);
  }

  /** How far it is true now: only with all that changed in what is held of it. */
  #advance(
    state: ConversationState,
    whole: { version: number; lastSeq: number },
    version: number,
    asked: Asked,
  ): void {
    const { history } = state;
    if (history && asked.get(state.id) !== history) {
      if (version > state.version) this.#isWanted = true;
      return;
    }
    state.version = version;
    if (version < whole.version) return;
    const range = history?.rangeAt(state.syncedSeq);
    if (range) history?.cover(range.from, whole.lastSeq);
    state.syncedSeq = whole.lastSeq;
  }

  #hide(page: SyncPage): void {
    const hidden = new Set(page.hidden);
    if (hidden.size === 0) return;
    for (const { id } of page.versions) {
      const state = this.#state.get(id);
      if (!state?.history) continue;
      const { history } = state;
      this.#state.change(state, () => {
        for (const messageId of hidden) history.hide(messageId);
      });
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms * (0.5 + Math.random() / 2));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

import type { ConversationState } from './conversation-state.ts';
import { History } from './history.ts';
import type { KeptConversation, Persistence } from './persistence.ts';
import type { StoreState } from './store-state.ts';

const delayMs = 1_000;
/** So many of the newest messages of a conversation are kept. */
const keptMessages = 80;
/** So many are written at once: a page does other things between. */
const keptAtOnce = 50;
/** After so long it is shorter to fetch the newest messages than all that changed. */
const longestMs = 7 * 24 * 3_600_000;

/** Keeps what a store holds over a reload: all conversations, and of those opened lately the newest messages. */
export class Keeper {
  readonly #persistence: Persistence;
  readonly #state: StoreState;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(persistence: Persistence, state: StoreState, now: () => number) {
    this.#persistence = persistence;
    this.#state = state;
    this.#now = now;
  }

  /** Takes up what was kept. */
  async restore(): Promise<void> {
    const kept = await this.#persistence.loadConversations(this.#state.me);
    const oldest = this.#now() - longestMs;
    for (const one of kept) {
      // It was told of meanwhile.
      if (this.#state.get(one.id)) continue;
      const state = this.#state.hold(one.conversation, one.version);
      if (!one.newest || one.keptAt < oldest) continue;
      const history = new History();
      for (const message of one.newest.messages) history.hold(message);
      history.cover(one.newest.fromSeq, one.newest.toSeq);
      state.history = history;
      state.openedAt = one.openedAt;
      // Nothing behind it is held, and what sync brings begins before it.
      state.syncedSeq = one.newest.toSeq;
    }
    if (kept.length > 0) this.#state.isLoading = false;
    this.#state.unkept.clear();
  }

  /** Something is no longer as it is kept. */
  note(): void {
    this.#timer ??= setTimeout(() => void this.flush(), delayMs);
  }

  /** Keeps all that is not kept yet. What cannot be kept is fetched at the next visit. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ids = [...this.#state.unkept];
    this.#state.unkept.clear();
    const held = ids.flatMap((id) => this.#state.get(id) ?? []);
    const gone = ids.filter((id) => !this.#state.get(id));
    const changed = held.map((state) => this.#keptOf(state));
    const { me } = this.#state;
    this.#writing = this.#writing
      .then(async () => {
        for (let first = 0; first < changed.length; first += keptAtOnce)
          await this.#persistence.putConversations(me, changed.slice(first, first + keptAtOnce));
        if (gone.length > 0) await this.#persistence.removeConversations(me, gone);
      })
      .catch(() => undefined);
    return this.#writing;
  }

  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#persistence.clear(this.#state.me);
  }

  #keptOf(state: ConversationState): KeptConversation {
    const { id, base, version, history, openedAt } = state;
    const range = history?.rangeAt(state.syncedSeq) ?? null;
    const messages = range && history ? history.settled(range, keptMessages) : [];
    const isCut = messages.length === keptMessages;
    return {
      id,
      conversation: base,
      version,
      newest: range && {
        fromSeq: isCut ? (messages[0]?.seq ?? range.from) : range.from,
        toSeq: range.to,
        messages,
      },
      openedAt,
      keptAt: this.#now(),
    };
  }
}

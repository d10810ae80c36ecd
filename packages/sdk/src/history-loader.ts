import type { ConversationId, MessageId } from '@xom/contract/fields';
import type { Client } from './client.ts';
import type { ConversationState } from './conversation-state.ts';
import { History } from './history.ts';
import type { StoreState } from './store-state.ts';

const pageLength = 50;
/** Of messages that are let go of, so many of the newest stay: to read in, or to open at once. */
const keptWhileShown = 200;
const keptMessages = 80;
/** So many conversations keep their messages in memory; more, while they are shown. */
const openConversations = 100;

/** Fetches the messages that are asked to be shown. */
export class HistoryLoader {
  readonly #client: Client;
  readonly #state: StoreState;
  readonly #now: () => number;
  /** What is under way, by what it is: asked for again, it is the same. */
  readonly #loading = new Map<string, Promise<void>>();
  readonly #errors = new Map<ConversationId, unknown>();

  constructor(client: Client, state: StoreState, now: () => number) {
    this.#client = client;
    this.#state = state;
    this.#now = now;
  }

  isLoading(id: ConversationId): boolean {
    return [...this.#loading.keys()].some((key) => key.startsWith(id));
  }

  error(id: ConversationId): unknown {
    return this.#errors.get(id) ?? null;
  }

  /** Makes a conversation ready to show: from here on its messages are held. */
  async open(id: ConversationId): Promise<void> {
    await this.#once(id, 'open', async () => {
      const state = this.#state.get(id) ?? (await this.#fetch(id));
      state.openedAt = this.#now();
      state.history ??= new History();
      this.#dropOthers();
      if (!this.#shownRange(state)) await this.#load(state);
    });
    await this.loadPositions([id]);
  }

  async loadOlder(id: ConversationId): Promise<void> {
    await this.#once(id, 'older', async () => {
      const state = this.#state.get(id);
      const range = state && this.#shownRange(state);
      if (state && range && range.from > 0) await this.#load(state, range.from);
    });
  }

  async loadNewer(id: ConversationId): Promise<void> {
    await this.#once(id, 'newer', async () => {
      const state = this.#state.get(id);
      const range = state && this.#shownRange(state);
      if (!state || !range || range.to >= state.base.lastSeq) return;
      await this.#load(state, range.to + pageLength + 1);
      this.#followNewest(state);
    });
  }

  /** @throws XomError `not_found` */
  async jumpTo(id: ConversationId, target: MessageId | number): Promise<void> {
    await this.open(id);
    await this.#once(id, `to ${target}`, async () => {
      const state = this.#state.get(id);
      if (!state) return;
      const seq = typeof target === 'number' ? target : await this.#seqOf(state, target);
      const half = pageLength / 2;
      const range = state.history?.rangeAt(seq);
      if (!range || (range.from > Math.max(0, seq - half) && range.from > 0))
        await this.#load(state, seq + half);
      state.anchorSeq = seq;
      this.#followNewest(state);
    });
  }

  async jumpToNewest(id: ConversationId): Promise<void> {
    await this.#once(id, 'newest', async () => {
      const state = this.#state.get(id);
      if (!state?.history) return;
      if (!state.history.rangeAt(state.syncedSeq)) await this.#load(state);
      state.anchorSeq = null;
    });
  }

  /** Nothing may be under way: what was read before could come back, and hide what was told since. */
  keepNewest(id: ConversationId): void {
    if (this.isLoading(id)) return;
    const isShown = this.#state.changes.isHeard(`timeline:${id}`);
    const count = isShown ? keptWhileShown : keptMessages;
    if (this.#state.get(id)?.keepNewest(count) === true) this.#state.tellTimeline(id);
  }

  /** How far the others are: sync does not bring it. Nothing comes of groups of many. */
  async loadPositions(ids: readonly ConversationId[]): Promise<void> {
    for (let first = 0; first < ids.length; first += 100) {
      const conversationIds = ids.slice(first, first + 100);
      const { items } = await this.#client.conversations.positions({ conversationIds });
      for (const { conversationId, members } of items) {
        const state = this.#state.get(conversationId);
        if (!state) continue;
        this.#state.change(state, () => {
          for (const { userId, ...position } of members) state.reached(userId, position);
        });
      }
    }
  }

  #shownRange(state: ConversationState) {
    return state.history?.rangeAt(state.anchorSeq ?? state.syncedSeq) ?? null;
  }

  /** What reaches the newest message stays there. */
  #followNewest(state: ConversationState): void {
    const range = this.#shownRange(state);
    if (range && range.to >= state.syncedSeq) state.anchorSeq = null;
  }

  async #fetch(id: ConversationId): Promise<ConversationState> {
    return this.#state.hold(await this.#client.conversations.get({ conversationId: id }));
  }

  async #seqOf(state: ConversationState, messageId: MessageId): Promise<number> {
    const held = state.history?.find(messageId);
    return (held ?? (await this.#client.messages.get({ messageId }))).seq;
  }

  /** Fetches the page before a seq, or the newest. */
  async #load(state: ConversationState, beforeSeq?: number): Promise<void> {
    const { id, history } = state;
    const lastSeq = state.base.lastSeq;
    const page = await this.#client.messages.list({
      conversationId: id,
      limit: pageLength,
      ...(beforeSeq !== undefined && { beforeSeq }),
    });
    // It was taken away meanwhile, and maybe came back.
    if (!history || this.#state.get(id) !== state || state.history !== history) return;
    this.#state.change(state, () => {
      for (const message of page.items) history.hold(message);
      const newest = Math.max(lastSeq, page.items[0]?.seq ?? 0);
      const oldest = page.items.at(-1)?.seq;
      // Hidden ones are not in it: it reaches as far as it was asked to.
      const to = beforeSeq === undefined ? newest : Math.min(beforeSeq - 1, newest);
      history.cover(page.hasMore && oldest !== undefined ? oldest : 0, to);
    });
  }

  #dropOthers(): void {
    const open = [...this.#state.all()].filter(({ history }) => history);
    if (open.length <= openConversations) return;
    const idle = open.filter(({ id }) => !this.#state.changes.isHeard(`timeline:${id}`));
    const byAge = idle.toSorted((a, b) => a.openedAt - b.openedAt);
    for (const state of byAge.slice(0, open.length - openConversations)) {
      this.#state.change(state, () => {
        state.history = null;
        state.anchorSeq = null;
        state.openedAt = 0;
      });
    }
  }

  async #once(id: ConversationId, what: string, act: () => Promise<void>): Promise<void> {
    const key = `${id} ${what}`;
    const standing = this.#loading.get(key);
    if (standing) return standing;
    this.#errors.delete(id);
    const loading = act();
    this.#loading.set(key, loading);
    this.#state.tellTimeline(id);
    try {
      await loading;
    } catch (thrown) {
      this.#errors.set(id, thrown);
      throw thrown;
    } finally {
      this.#loading.delete(key);
      this.#state.tellTimeline(id);
    }
  }
}

import type { Conversation } from '@xom/contract/conversations';
import { newClientId } from './client-id.ts';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { CatchUp } from './catch-up.ts';
import type { Client } from './client.ts';
import { HistoryLoader } from './history-loader.ts';
import { Keeper } from './keeper.ts';
import type {
  LiveStore,
  LiveStoreOptions,
  Preferences,
  StoreConnection,
  StoreKey,
} from './live-store-types.ts';
import { type NewOutboxItem, Outbox } from './outbox.ts';
import { withoutReaction, withReaction } from './reaction-changes.ts';
import { followEvents } from './store-events.ts';
import { StoreState } from './store-state.ts';
import { buildTimeline } from './timeline.ts';

export * from './live-store-types.ts';

/** The server tells others once in 3 seconds. */
const typingMs = 2_500;

/** Makes the store of one person on one client; see `LiveStore`. */
export function createLiveStore(options: LiveStoreOptions): LiveStore {
  return new Store(options);
}

class Store implements LiveStore {
  readonly #client: Client;
  readonly #state: StoreState;
  readonly #now: () => number;
  readonly #catchUp: CatchUp;
  readonly #loader: HistoryLoader;
  readonly #outbox: Outbox;
  readonly #keeper: Keeper | null;
  readonly #typedAt = new Map<ConversationId, number>();
  #stops: (() => void)[] = [];

  constructor({ client, userId, persistence, now = Date.now }: LiveStoreOptions) {
    this.#client = client;
    this.#now = now;
    const state = new StoreState(userId);
    this.#state = state;
    this.#loader = new HistoryLoader(client, state, now);
    this.#catchUp = new CatchUp(client, state, () => this.#whole());
    this.#keeper = persistence ? new Keeper(persistence, state, now) : null;
    this.#outbox = new Outbox({
      client,
      userId,
      persistence: persistence?.outbox,
      now,
      onChange: (id) => state.tellTimeline(id),
      onSent: (message) => this.#arrived(message),
    });
    state.onOwnMessage = (clientId) => this.#outbox.settle(clientId);
    state.onUnkept = () => this.#keeper?.note();
  }

  async start(): Promise<void> {
    // From here on it hears what happens; what was before comes by sync.
    this.#stops = [
      followEvents(this.#client, this.#state, {
        catchUp: () => this.#catchUp.request(),
        removed: (id) => this.#catchUp.removed(id),
        created: (id) => {
          // Whoever shows it knows whether it may.
          if (!this.#state.changes.isHeard(`timeline:${id}`)) this.keepNewest(id);
        },
      }),
    ];
    await this.#keeper?.restore();
    await this.#outbox.load();
    // It was stopped meanwhile.
    if (this.#stops.length === 0) return;
    this.#stops.push(this.#client.onConnection((state) => this.#follow(state)));
    this.#follow(this.#client.connection);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#catchUp.disconnected();
    this.#state.connection = 'offline';
    await this.#outbox.stop();
    await this.#keeper?.flush();
  }

  async clear(): Promise<void> {
    await this.stop();
    await this.#keeper?.clear();
  }

  subscribe(key: StoreKey, listener: () => void): () => void {
    return this.#state.changes.subscribe(key, listener);
  }

  get connection(): StoreConnection {
    return this.#state.connection;
  }

  get totalUnread(): number {
    return this.#state.totalUnread;
  }

  conversations(filter?: { readonly archived?: boolean }) {
    return this.#state.list(filter);
  }

  conversation(id: ConversationId) {
    return this.#state.get(id)?.shown ?? null;
  }

  timeline(id: ConversationId) {
    return this.#state.timeline(id, () =>
      buildTimeline(this.#state.me, this.#state.get(id), {
        pending: this.#outbox.items(id),
        isLoading: this.#loader.isLoading(id),
        error: this.#loader.error(id),
      }),
    );
  }

  message(id: ConversationId, messageId: MessageId) {
    return this.#state.get(id)?.history?.find(messageId) ?? null;
  }

  members(id: ConversationId) {
    return this.#state.get(id)?.shown.members ?? [];
  }

  readers(id: ConversationId, seq: number): readonly UserId[] {
    const positions = [...(this.#state.get(id)?.positions ?? [])];
    return positions
      .filter(([userId, { readUpToSeq }]) => userId !== this.#state.me && readUpToSeq >= seq)
      .map(([userId]) => userId);
  }

  typing(id: ConversationId) {
    return this.#state.typing(id);
  }

  presence(userId: UserId) {
    return this.#state.presence.get(userId) ?? null;
  }

  async loadPresence(userIds: readonly UserId[]): Promise<void> {
    const before = new Map(this.#state.presence);
    const { items } = await this.#client.users.lastSeen({ userIds: [...userIds] });
    for (const { userId, isOnline, lastSeen } of items) {
      const known = this.#state.presence.get(userId);
      // What was told meanwhile is newer.
      if (known !== before.get(userId)) continue;
      const isActive = isOnline && known?.isActive === true;
      this.#state.holdPresence(userId, { isOnline, isActive, lastSeen });
    }
  }

  loadPositions(ids: readonly ConversationId[]) {
    return this.#loader.loadPositions(ids);
  }

  open(id: ConversationId) {
    return this.#loader.open(id);
  }
  loadOlder(id: ConversationId) {
    return this.#loader.loadOlder(id);
  }
  loadNewer(id: ConversationId) {
    return this.#loader.loadNewer(id);
  }
  jumpTo(id: ConversationId, target: MessageId | number) {
    return this.#loader.jumpTo(id, target);
  }
  jumpToNewest(id: ConversationId) {
    return this.#loader.jumpToNewest(id);
  }
  keepNewest(id: ConversationId): void {
    if (!this.#catchUp.isRunning) this.#loader.keepNewest(id);
  }

  send(item: NewOutboxItem): string {
    return this.#outbox.send(item);
  }
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  async edit(message: Message, content: string | null): Promise<void> {
    await this.#foresee(
      message,
      (shown) => ({ ...shown, content }),
      async () => this.#client.messages.edit({ messageId: message.id, content }),
    );
  }

  async recall({ id: messageId }: Message): Promise<void> {
    this.#arrived(await this.#client.messages.recall({ messageId }));
  }

  async hide({ id: messageId, conversationId }: Message): Promise<void> {
    await this.#client.messages.hide({ messageId });
    const state = this.#state.get(conversationId);
    if (state && !this.#state.change(state, () => state.hide(messageId))) this.#catchUp.request();
  }

  async react(message: Message, emoji: string): Promise<void> {
    await this.#foresee(message, withReaction(this.#state.me, emoji), async () =>
      this.#client.messages.react({ messageId: message.id, emoji }),
    );
  }

  async unreact(message: Message, emoji: string): Promise<void> {
    await this.#foresee(message, withoutReaction(this.#state.me, emoji), async () =>
      this.#client.messages.unreact({ messageId: message.id, emoji }),
    );
  }

  async forward({ id: messageId }: Message, targetConversationId: ConversationId): Promise<void> {
    const clientId = newClientId();
    this.#arrived(
      await this.#client.messages.forward({ messageId, targetConversationId, clientId }),
    );
  }

  async markRead(id: ConversationId, upTo?: Message): Promise<void> {
    const state = this.#state.get(id);
    if (!state) return;
    const { lastSeq } = state.base;
    const isAll = !upTo || upTo.seq >= lastSeq;
    // Of a part, only the server knows how many are mine.
    const read = { unreadCount: 0, unreadMentionCount: 0 };
    const undo = this.#foreseeWhole(id, isAll ? read : {});
    try {
      await this.#client.conversations.markRead({
        conversationId: id,
        ...(upTo && { upToMessageId: upTo.id }),
      });
      if (isAll && state.base.lastSeq === lastSeq) state.confirm(read);
    } finally {
      undo();
    }
  }

  async setPreferences(id: ConversationId, preferences: Preferences): Promise<void> {
    const undo = this.#foreseeWhole(id, preferences);
    try {
      this.holdConversation(
        await this.#client.conversations.setPreferences({ conversationId: id, ...preferences }),
      );
    } finally {
      undo();
    }
  }

  type(id: ConversationId): void {
    const now = this.#now();
    if (now - (this.#typedAt.get(id) ?? 0) < typingMs) return;
    this.#typedAt.set(id, now);
    void this.#client.conversations.type({ conversationId: id }).catch(() => undefined);
  }

  holdConversation(conversation: Conversation): void {
    this.#state.hold(conversation);
  }

  #follow(state: Client['connection']): void {
    if (state === 'connected') {
      this.#catchUp.connected();
      // Other tabs may have left something behind.
      void this.#outbox.load();
      return;
    }
    this.#catchUp.disconnected();
    this.#state.connection = state === 'connecting' ? 'connecting' : 'offline';
  }

  /** Nothing is missing but what sync does not bring: of what is shown, that is asked for. */
  #whole(): void {
    const shown = [...this.#state.all()].filter(({ id }) =>
      this.#state.changes.isHeard(`timeline:${id}`),
    );
    const ids = shown.map(({ id }) => id);
    if (ids.length > 0) void this.#loader.loadPositions(ids).catch(() => undefined);
    // It was cleared, or taken away and given back.
    for (const { id, history } of shown)
      if (!history) void this.#loader.open(id).catch(() => undefined);
  }

  /** A message that an act of mine was answered with. */
  #arrived(message: Message): void {
    const state = this.#state.get(message.conversationId);
    const isWhole = state && this.#state.holdMessage(state, message, false);
    if (!isWhole) this.#catchUp.request();
  }

  /** Shows what an act will make of a message, until the server has said it or refused. */
  async #foresee(
    { id, conversationId }: Message,
    patch: (shown: Message) => Message,
    act: () => Promise<Message>,
  ): Promise<void> {
    const state = this.#state.get(conversationId);
    const undo = state && this.#state.change(state, () => state.history?.foresee(id, patch));
    try {
      this.#arrived(await act());
    } finally {
      if (state && undo) this.#state.change(state, undo);
    }
  }

  #foreseeWhole(id: ConversationId, fields: Partial<Conversation>): () => void {
    const state = this.#state.get(id);
    if (!state) return () => {};
    const undo = this.#state.change(state, () => state.foresee(fields));
    return () => this.#state.change(state, undo);
  }
}

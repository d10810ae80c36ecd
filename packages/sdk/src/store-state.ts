import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { Changes } from './changes.ts';
import { ConversationState } from './conversation-state.ts';
import type { ConversationList, Presence, StoreConnection, Timeline } from './live-store-types.ts';

const typingMs = 5_000;
const noOne: readonly UserId[] = [];

/** All that a store knows, and who is told when it changes. */
export class StoreState {
  readonly me: UserId;
  readonly changes = new Changes();
  readonly presence = new Map<UserId, Presence>();
  /** What is no longer as it is kept. */
  readonly unkept = new Set<ConversationId>();
  /** Told of messages of mine that arrived; and that something is not kept. */
  onOwnMessage: (clientId: string) => void = () => {};
  onUnkept: () => void = () => {};
  readonly #conversations = new Map<ConversationId, ConversationState>();
  #connection: StoreConnection = 'offline';
  #isLoading = true;
  #totalUnread = 0;
  #lists: Record<'inbox' | 'archived', ConversationList | null> = { inbox: null, archived: null };
  /** Built when asked for; dropped when something of it changes. */
  readonly #timelines = new Map<ConversationId, Timeline>();
  readonly #typing = new Map<ConversationId, Map<UserId, ReturnType<typeof setTimeout>>>();
  readonly #typists = new Map<ConversationId, readonly UserId[]>();

  constructor(me: UserId) {
    this.me = me;
  }

  get connection(): StoreConnection {
    return this.#connection;
  }

  set connection(next: StoreConnection) {
    if (this.#connection === next) return;
    this.#connection = next;
    this.changes.note('connection');
  }

  /** Whether there may be conversations that it has never heard of. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  set isLoading(next: boolean) {
    if (this.#isLoading === next) return;
    this.#isLoading = next;
    this.#lists = { inbox: null, archived: null };
    this.changes.note('conversations');
  }

  get totalUnread(): number {
    return this.#totalUnread;
  }

  get(id: ConversationId): ConversationState | undefined {
    return this.#conversations.get(id);
  }

  all(): Iterable<ConversationState> {
    return this.#conversations.values();
  }

  /** Takes a whole state of a conversation, known or new. */
  hold(conversation: Conversation, version = conversation.version): ConversationState {
    const known = this.#conversations.get(conversation.id);
    if (known) {
      this.change(known, () => known.holdWhole(conversation));
      return known;
    }
    const made = new ConversationState(this.me, conversation, version);
    this.#conversations.set(conversation.id, made);
    this.#totalUnread += countedOf(conversation);
    this.#tell(made.id);
    this.#tellList();
    return made;
  }

  /** Changes one conversation, and tells whom it concerns. */
  change<Answer>(state: ConversationState, act: () => Answer): Answer {
    const before = state.shown;
    const answer = act();
    const after = state.shown;
    if (before !== after) {
      this.#totalUnread += countedOf(after) - countedOf(before);
      if (countedOf(after) !== countedOf(before)) this.changes.note('totalUnread');
      this.#tellList();
    }
    this.#tell(state.id);
    return answer;
  }

  /** It is mine no more: nothing of it stays. */
  forget(id: ConversationId): void {
    const state = this.#conversations.get(id);
    if (!state) return;
    this.#conversations.delete(id);
    this.#totalUnread -= countedOf(state.shown);
    this.#typists.delete(id);
    this.#tell(id);
    this.#tellList();
  }

  /** Takes a message of a known conversation. Answers false when those before it did not come. */
  holdMessage(state: ConversationState, message: Message, isCreated: boolean): boolean {
    if (message.clientId !== null && message.senderId === this.me)
      this.onOwnMessage(message.clientId);
    if (isCreated) this.stopsTyping(message.conversationId, message.senderId);
    return this.change(state, () => state.holdMessage(message, isCreated));
  }

  list({ archived = false }: { readonly archived?: boolean } = {}): ConversationList {
    const kind = archived ? 'archived' : 'inbox';
    return (this.#lists[kind] ??= {
      items: [...this.#conversations.values()]
        .map(({ shown }) => shown)
        .filter((one) => one.archived === archived)
        .toSorted(byActivity),
      isLoading: this.#isLoading,
    });
  }

  typing(id: ConversationId): readonly UserId[] {
    return this.#typists.get(id) ?? noOne;
  }

  /** Somebody writes; nobody says that they stopped. */
  types(id: ConversationId, userId: UserId): void {
    const typing = this.#typing.get(id) ?? new Map<UserId, ReturnType<typeof setTimeout>>();
    this.#typing.set(id, typing);
    clearTimeout(typing.get(userId));
    typing.set(
      userId,
      setTimeout(() => this.stopsTyping(id, userId), typingMs),
    );
    this.#tellTyping(id);
  }

  stopsTyping(id: ConversationId, userId: UserId): void {
    const typing = this.#typing.get(id);
    clearTimeout(typing?.get(userId));
    if (typing?.delete(userId)) this.#tellTyping(id);
  }

  #tellTyping(id: ConversationId): void {
    this.#typists.set(id, [...(this.#typing.get(id)?.keys() ?? [])]);
    this.changes.note(`typing:${id}`);
  }

  holdPresence(userId: UserId, presence: Presence): void {
    this.presence.set(userId, presence);
    this.changes.note(`presence:${userId}`);
  }

  timeline(id: ConversationId, build: () => Timeline): Timeline {
    const standing = this.#timelines.get(id) ?? build();
    this.#timelines.set(id, standing);
    return standing;
  }

  /** What is shown of a conversation beside what the server said of it changed: what is sent, or loading. */
  tellTimeline(id: ConversationId): void {
    this.#timelines.delete(id);
    this.changes.note(`timeline:${id}`);
  }

  #tell(id: ConversationId): void {
    this.tellTimeline(id);
    this.changes.note(`conversation:${id}`);
    this.unkept.add(id);
    this.onUnkept();
  }

  #tellList(): void {
    this.#lists = { inbox: null, archived: null };
    this.changes.note('conversations', 'totalUnread');
  }
}

/** What of a conversation's unread messages the total counts. */
function countedOf({ muted, archived, unreadCount }: Conversation): number {
  return muted || archived ? 0 : unreadCount;
}

function byActivity(a: Conversation, b: Conversation): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  const [timeA, timeB] = [activeAt(a), activeAt(b)];
  if (timeA !== timeB) return timeA < timeB ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function activeAt({ lastMessage, createdAt }: Conversation): string {
  return lastMessage?.createdAt ?? createdAt;
}

import type { Conversation, Member } from '@xom/contract/conversations';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { Client } from './client.ts';
import type { NewOutboxItem, OutboxItem } from './outbox.ts';
import type { Persistence } from './persistence.ts';

/**
 * What can be listened to. `timeline:<id>` also tells of what waits to be sent, and how far messages are
 * delivered and seen.
 */
export type StoreKey =
  | 'connection'
  | 'conversations'
  | 'totalUnread'
  | `conversation:${string}`
  | `timeline:${string}`
  | `typing:${string}`
  | `presence:${string}`;

/** `syncing`: connected, and catching up with what was missed. */
export type StoreConnection = 'online' | 'connecting' | 'offline' | 'syncing';

export interface ConversationList {
  /** Pinned ones first, then the last active first. */
  readonly items: readonly Conversation[];
  /** Whether more are on their way: true until the first catch-up of this device is over. */
  readonly isLoading: boolean;
}

/** A stretch of a conversation without a hole. */
export interface Timeline {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** What I am sending, in order; shown behind the newest message. */
  readonly pending: readonly OutboxItem[];
  readonly hasOlder: boolean;
  /** Whether the stretch ends before the newest message. */
  readonly hasNewer: boolean;
  readonly isLoading: boolean;
  /** Why the last loading failed. */
  readonly error: unknown;
  /** All of mine up to here came to a device of somebody else's, and was read by somebody else. */
  readonly deliveredUpToSeq: number;
  readonly seenUpToSeq: number;
  /** What I have read; what follows is below the unread divider. Null: not known. */
  readonly readUpToSeq: number | null;
}

export interface Presence {
  readonly isOnline: boolean;
  readonly isActive: boolean;
  readonly lastSeen: string | null;
}

export interface Preferences {
  readonly muted?: boolean;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly draft?: string | null;
}

export interface LiveStoreOptions {
  readonly client: Client;
  /** Who is signed in: what is kept belongs to them. */
  readonly userId: UserId;
  /** Where it stays over a reload. Absent: nowhere. */
  readonly persistence?: Persistence | undefined;
  readonly now?: (() => number) | undefined;
}

/**
 * What a chat client shows: it follows the events of the server, catches up with what it missed, and keeps
 * what is sent until it has arrived. Snapshots are immutable and stay the same object while nothing changes.
 */
export interface LiveStore {
  /** Shows what was kept and follows the client's connection, which others open. Resolves once that shows. */
  start(): Promise<void>;
  /** Ends all of it, and keeps what is not kept yet. */
  stop(): Promise<void>;
  /** Ends it and drops all that was kept: at sign-out. */
  clear(): Promise<void>;
  /** Answers with what ends it. Several changes at once are told once. */
  subscribe(key: StoreKey, listener: () => void): () => void;

  readonly connection: StoreConnection;
  /** The unread messages of the conversations that are neither muted nor archived. */
  readonly totalUnread: number;
  conversations(filter?: { readonly archived?: boolean }): ConversationList;
  conversation(id: ConversationId): Conversation | null;
  timeline(id: ConversationId): Timeline;
  message(id: ConversationId, messageId: MessageId): Message | null;
  /** The members that it knows: all of a direct conversation; of a group those of `Conversation.members`. */
  members(id: ConversationId): readonly Member[];
  /** Which others have read the message of that seq, where the conversation is open and has up to 50 members. */
  readers(id: ConversationId, seq: number): readonly UserId[];
  typing(id: ConversationId): readonly UserId[];
  /** Null: nothing was told of them. */
  presence(userId: UserId): Presence | null;
  /** Asks how these people are, and tells by `presence:<userId>`. */
  loadPresence(userIds: readonly UserId[]): Promise<void>;
  /** Asks how far the members of these conversations are, and tells by `conversation:<id>`; `open` asks by itself. */
  loadPositions(ids: readonly ConversationId[]): Promise<void>;

  /** Makes a conversation ready to show: fetches it, and its newest messages, unless it holds them. */
  open(id: ConversationId): Promise<void>;
  loadOlder(id: ConversationId): Promise<void>;
  loadNewer(id: ConversationId): Promise<void>;
  /** Shows the stretch around a message. @throws XomError `not_found` */
  jumpTo(id: ConversationId, target: MessageId | number): Promise<void>;
  jumpToNewest(id: ConversationId): Promise<void>;
  /**
   * Lets go of older messages once there are many: of what is shown, call it now and then while its end is in
   * sight. What is not shown, it is done for.
   */
  keepNewest(id: ConversationId): void;

  /** Shows it at once in `pending`; it is sent as soon as that is possible. Answers with its `clientId`. */
  send(item: NewOutboxItem): string;
  /** Tries a failed one again. */
  retry(clientId: string): void;
  /** Takes back what is not sent; ends its upload. */
  discard(clientId: string): void;
  /** The acts below change what is shown at once where that can be foreseen; a refusal takes it back, and throws. */
  edit(message: Message, content: string | null): Promise<void>;
  recall(message: Message): Promise<void>;
  hide(message: Message): Promise<void>;
  react(message: Message, emoji: string): Promise<void>;
  unreact(message: Message, emoji: string): Promise<void>;
  forward(message: Message, targetConversationId: ConversationId): Promise<void>;
  markRead(id: ConversationId, upTo?: Message): Promise<void>;
  setPreferences(id: ConversationId, preferences: Preferences): Promise<void>;
  /** Call it at every key: the server is told once in a while, and a failure does not matter. */
  type(id: ConversationId): void;
  /** Takes over a conversation that an operation answered with. */
  holdConversation(conversation: Conversation): void;
}

/** Of a message of mine. */
export type MessageStatus = 'sent' | 'delivered' | 'seen';

/** How far a message of mine is, by the timeline that holds it. */
export function statusOf(
  { seq }: Message,
  { deliveredUpToSeq, seenUpToSeq }: Timeline,
): MessageStatus {
  if (seq <= seenUpToSeq) return 'seen';
  return seq <= deliveredUpToSeq ? 'delivered' : 'sent';
}

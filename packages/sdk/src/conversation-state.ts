import type { Conversation, Member } from '@xom/contract/conversations';
import type { MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { EventPayload } from './calls.ts';
import type { History } from './history.ts';
import { Overlay } from './overlay.ts';

/** How far one member is. */
export interface Position {
  readonly deliveredUpToSeq: number;
  readonly readUpToSeq: number;
}

/** What of a conversation is told by itself, each newer or older than what was read of the whole. */
type Part = 'details' | 'preferences' | 'members' | 'unread' | 'any' | `member ${string}`;

/**
 * One conversation as it is known. Whole states of it (a page of sync, an answer) and single events come in any
 * order; of each part, the newest counts.
 */
export class ConversationState {
  readonly #me: UserId;
  /** What the server said; `shown` may be ahead of it. */
  #base: Conversation;
  shown: Conversation;
  /** All that changed up to this version is in here: what sync goes on from. */
  version: number;
  /** The newest message at that version. */
  syncedSeq: number;
  /** The version of the newest whole state. */
  #wholeVersion: number;
  /** The version at which a part was last told by itself. */
  readonly #told = new Map<Part, number>();
  readonly #overlay = new Overlay<Conversation>();
  /** Its messages; null: only the last one is known. */
  history: History | null = null;
  openedAt = 0;
  /** Shown is the stretch around this seq; null: the newest. */
  anchorSeq: number | null = null;
  readonly positions = new Map<UserId, Position>();

  constructor(me: UserId, conversation: Conversation, version: number) {
    this.#me = me;
    this.#base = conversation;
    this.shown = conversation;
    this.version = version;
    this.#wholeVersion = version;
    this.syncedSeq = conversation.lastSeq;
  }

  get id() {
    return this.shown.id;
  }

  /** What the server said last, without what I only foresee. */
  get base(): Conversation {
    return this.#base;
  }

  /** Takes a whole state, but for what was told of a later version. */
  holdWhole(whole: Conversation): void {
    if (whole.version < this.#wholeVersion) return;
    const base = this.#base;
    const isTold = (part: Part) => this.#toldAt(part) > whole.version;
    const isLastNewer = isNewer(base.lastMessage, whole.lastMessage);
    this.#wholeVersion = whole.version;
    this.#setBase({
      ...whole,
      ...(isTold('details') && pick(base, 'name', 'photoUrl', 'settings')),
      ...(isTold('preferences') && pick(base, 'muted', 'pinned', 'archived', 'draft')),
      ...(isTold('members') && pick(base, 'members', 'memberCount')),
      ...(isTold('unread') && pick(base, 'unreadCount', 'unreadMentionCount')),
      ...(isTold('any') && isLastNewer && pick(base, 'lastMessage')),
      ...(isTold('any') && { lastSeq: Math.max(whole.lastSeq, base.lastSeq) }),
    });
    for (const [part, version] of this.#told) if (version <= whole.version) this.#told.delete(part);
  }

  /** Takes a message. Answers false when those before it did not come. */
  holdMessage(message: Message, isCreated: boolean): boolean {
    const { seq, version, senderId, mentions } = message;
    const { lastSeq, lastMessage, unreadMentionCount } = this.#base;
    if (isCreated) this.#note('any', version);
    this.history?.hold(message);
    if (seq > lastSeq) {
      const namesMe = isCreated && senderId !== this.#me && mentions.includes(this.#me);
      this.#change({
        lastSeq: seq,
        lastMessage: message,
        ...(namesMe && { unreadMentionCount: unreadMentionCount + 1 }),
      });
    } else if (lastMessage?.id === message.id && lastMessage.version < version) {
      this.#change({ lastMessage: message });
    }
    return seq <= lastSeq + 1;
  }

  /** Answers false when it takes a sync to know what is the last message now. */
  hide(messageId: MessageId): boolean {
    this.history?.hide(messageId);
    return this.#base.lastMessage?.id !== messageId;
  }

  updated(event: EventPayload<'conversation.updated'>): void {
    const { conversationId: _, version, ...fields } = event;
    if (this.#isNew('details', version)) this.#change(fields);
  }

  preferred(event: EventPayload<'conversation.preferences'>): void {
    const { conversationId: _, version, ...fields } = event;
    if (this.#isNew('preferences', version)) this.#change(fields);
  }

  /** @param member null: they left */
  memberTold(
    userId: UserId,
    version: number,
    change: { member?: Member | null; role?: Member['role']; memberCount?: number },
  ): void {
    const { members } = this.#base;
    if (change.memberCount !== undefined && this.#isNew('members', version))
      this.#change({ memberCount: change.memberCount });
    if (!this.#isNew(`member ${userId}`, version)) return;
    this.#note('members', version);
    const { member, role } = change;
    const others = members.filter(({ user }) => user.id !== userId);
    if (member === null) {
      this.positions.delete(userId);
      this.#change({ members: others });
    } else if (member && others.length < firstMembers) {
      this.#change({ members: [...others, member] });
    } else if (role) {
      this.#change({
        members: members.map((one) => (one.user.id === userId ? { ...one, role } : one)),
      });
    }
  }

  /** Where twice as many messages are held, lets go of all but the newest; answers whether anything went. */
  keepNewest(count: number): boolean {
    const range = this.history?.rangeAt(this.syncedSeq);
    if (!this.history || !range || this.history.size <= 2 * count) return false;
    // All of the stretch came: what sync brings may as well begin at its end.
    this.syncedSeq = range.to;
    this.anchorSeq = null;
    return this.history.keepNewest(range, count);
  }

  /** How far a member is at least. */
  reached(userId: UserId, given: Partial<Position>): void {
    const { deliveredUpToSeq = 0, readUpToSeq = 0 } = this.positions.get(userId) ?? {};
    const read = Math.max(readUpToSeq, given.readUpToSeq ?? 0);
    // What is read was delivered.
    const delivered = Math.max(deliveredUpToSeq, given.deliveredUpToSeq ?? 0, read);
    this.positions.set(userId, { deliveredUpToSeq: delivered, readUpToSeq: read });
  }

  /** Somebody read; how much is unread then, is told after it. */
  read({ userId, upToSeq, version }: EventPayload<'read.updated'>): void {
    this.#note('any', version);
    this.reached(userId, { readUpToSeq: upToSeq });
    if (userId === this.#me && upToSeq >= this.#base.lastSeq && version > this.#wholeVersion)
      this.#change({ unreadMentionCount: 0 });
  }

  /** It follows what it counts: the newest that was told. A whole state that is as new counts more. */
  countUnread(unreadCount: number): void {
    const counted = this.#toldAt('any');
    if (counted <= this.#wholeVersion) return;
    this.#note('unread', counted);
    this.#change({ unreadCount, ...(unreadCount === 0 && { unreadMentionCount: 0 }) });
  }

  /** Shows a change before the server has said it. Answers with what takes it back. */
  foresee(fields: Partial<Conversation>): () => void {
    const patch = (value: Conversation): Conversation => ({ ...value, ...fields });
    this.shown = this.#overlay.add('it', this.shown, patch);
    return () => {
      this.shown = this.#overlay.remove('it', patch) ?? this.shown;
    };
  }

  /** The server said so, in the answer to what I did. */
  confirm(fields: Partial<Conversation>): void {
    this.#change(fields);
  }

  #change(fields: Partial<Conversation>): void {
    this.#setBase({ ...this.#base, ...fields });
  }

  #setBase(base: Conversation): void {
    this.#base = base;
    this.shown = this.#overlay.hold('it', base);
  }

  /** Whether a part told by itself is newer than all that is known of it; notes it. */
  #isNew(part: Part, version: number): boolean {
    if (version <= Math.max(this.#wholeVersion, this.#toldAt(part))) return false;
    this.#note('any', version);
    this.#note(part, version);
    return true;
  }

  #note(part: Part, version: number): void {
    this.#told.set(part, Math.max(version, this.#toldAt(part)));
  }

  #toldAt(part: Part): number {
    return this.#told.get(part) ?? 0;
  }
}

/** So many members a conversation shows. */
const firstMembers = 20;

function isNewer(a: Message | null, b: Message | null): boolean {
  if (!a) return false;
  if (!b || a.seq !== b.seq) return a.seq > (b?.seq ?? 0);
  return a.version > b.version;
}

function pick<Value, Key extends keyof Value>(value: Value, ...keys: Key[]): Partial<Value> {
  const picked: Partial<Value> = {};
  for (const key of keys) picked[key] = value[key];
  return picked;
}

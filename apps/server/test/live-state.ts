import * as conversationEvents from '@xom/contract/conversations';
import type { EventDefinition, PayloadOf } from '@xom/contract/define';
import { memberJoined, memberLeft, memberUpdated } from '@xom/contract/members';
import { messageCreated, messageHidden, messageUpdated } from '@xom/contract/messages';
import type { Message } from '@xom/contract/message-shape';
import { conversationPreferences } from '@xom/contract/preferences';
import { entry, SyncedState, type SyncPage } from './sync-device.ts';

interface Told {
  conversationId: string;
  version: number;
}

/**
 * What a client holds that syncs and applies what comes live. Live events may overtake each other and a page of
 * sync: what is above the version that sync brought is new, and of one thing the newest counts.
 */
export class LiveState extends SyncedState {
  readonly #me: string;
  /** The newest version at which something of a thing was told live: by conversation, then by the thing. */
  readonly #told = new Map<string, Map<string, number>>();
  readonly #hidden = new Set<string>();
  readonly #handlers = new Map<string, (payload: unknown) => boolean>();

  constructor(me: string) {
    super();
    this.#me = me;
    this.#on(messageCreated, (message) => this.#holdMessage(message));
    this.#on(messageUpdated, (message) => this.#holdMessage(message));
    this.#on(messageHidden, (event) =>
      // For good, whatever newer is told of the message.
      this.#ifNew(event, `hidden ${event.messageId}`, () => {
        this.#hidden.add(event.messageId);
        this.messages.delete(event.messageId);
      }),
    );
    this.#listenToConversations();
    this.#listenToMembers();
  }

  /** Applies an event. Answers false when it takes a sync to know what it is about. */
  apply(name: string, payload: unknown): boolean {
    return this.#handlers.get(name)?.(payload) ?? true;
  }

  override applyPage(page: SyncPage): void {
    super.applyPage(page);
    for (const id of page.hidden) this.#hidden.add(id);
    // Read after everything that was applied before, so that nothing told live is newer than it.
    for (const { id } of page.conversations) this.#told.delete(id);
  }

  protected override forget(conversationId: string): void {
    super.forget(conversationId);
    this.#told.delete(conversationId);
  }

  #on<E extends EventDefinition>(
    event: E,
    handler: (payload: PayloadOf<E>) => boolean | void,
  ): void {
    this.#handlers.set(event.name, (payload) => {
      const parsed: unknown = event.payload.parse(payload);
      // Just parsed by that event's own schema.
      return handler(parsed as PayloadOf<E>) ?? true;
    });
  }

  /** Answers false when the conversation is not known. */
  #ifNew({ conversationId, version }: Told, thing: string, act: () => void): boolean {
    const synced = this.versions.get(conversationId);
    if (synced === undefined) return false;
    if (version <= synced) return true;
    const told = entry(this.#told, conversationId);
    told.set('any', Math.max(told.get('any') ?? 0, version));
    if (version <= (told.get(thing) ?? 0)) return true;
    told.set(thing, version);
    act();
    return true;
  }

  #change(id: string, fields: Partial<conversationEvents.Conversation>): void {
    const conversation = this.conversations.get(id);
    if (conversation) this.conversations.set(id, { ...conversation, ...fields });
  }

  #holdMessage(message: Message): boolean {
    const { id, conversationId, seq } = message;
    return this.#ifNew(message, `message ${id}`, () => {
      const lastSeq = Math.max(seq, this.conversations.get(conversationId)?.lastSeq ?? 0);
      this.#change(conversationId, { lastSeq });
      if (!this.#hidden.has(id)) this.messages.set(id, message);
    });
  }

  #listenToConversations(): void {
    this.#on(conversationEvents.conversationCreated, ({ id, version }) => {
      // The messages that it holds already come by sync.
      return version <= (this.versions.get(id) ?? 0);
    });
    this.#on(conversationEvents.conversationRemoved, ({ conversationId }) => {
      this.forget(conversationId);
    });
    this.#on(conversationEvents.conversationUpdated, (event) => {
      const { conversationId: id, version: _, ...fields } = event;
      return this.#ifNew(event, 'details', () => this.#change(id, fields));
    });
    this.#on(conversationPreferences, (event) => {
      const { conversationId: id, version: _, ...fields } = event;
      return this.#ifNew(event, 'preferences', () => this.#change(id, fields));
    });
    this.#on(conversationEvents.readUpdated, (event) => {
      const { conversationId: id, userId, upToSeq } = event;
      return this.#ifNew(event, `read ${userId} ${upToSeq}`, () =>
        this.noteRead(id, userId, upToSeq),
      );
    });
    this.#on(conversationEvents.unreadUpdated, (counts) => {
      // It follows what it counts: the newest that was told. A page that is as new counts more.
      for (const { conversationId: id, unreadCount } of counts) {
        if ((this.#told.get(id)?.get('any') ?? 0) > (this.versions.get(id) ?? 0)) {
          this.#change(id, { unreadCount });
        }
      }
    });
  }

  #listenToMembers(): void {
    const hold = (event: Told & { memberCount?: number }, userId: string, role: string | null) => {
      const { conversationId: id, memberCount } = event;
      if (memberCount !== undefined) {
        this.#ifNew(event, 'count', () => this.#change(id, { memberCount }));
      }
      return this.#ifNew(event, `member ${userId}`, () => {
        const members = entry(this.members, id);
        if (role === null) members.delete(userId);
        else members.set(userId, role);
      });
    };
    this.#on(memberJoined, (event) => hold(event, event.user.id, event.role));
    this.#on(memberLeft, (event) => hold(event, event.userId, null));
    this.#on(memberUpdated, (event) => hold(event, event.userId, event.role));
  }

  /**
   * What events alone keep whole, until somebody asks: versions move by what only others see, and a quote
   * changes with the message that it names.
   */
  told() {
    return toldOf(this.state(), this.#me);
  }
}

/** The part of a state that live events keep whole. */
export function toldOf(state: ReturnType<SyncedState['state']>, me: string) {
  return {
    ...state,
    conversations: state.conversations.map(([id, one]) => {
      const { members: _, version: __, lastMessage: ___, unreadMentionCount: ____, ...told } = one;
      return [id, me, told];
    }),
    messages: state.messages.map(([id, message]) => {
      const { version: _, reply: __, ...told } = message;
      return [id, told];
    }),
  };
}

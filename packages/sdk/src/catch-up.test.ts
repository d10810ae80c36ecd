import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import { describe, expect, it, vi } from 'vitest';
import type { CallInput, CallOutput, OperationNamed } from './calls.ts';
import { CatchUp } from './catch-up.ts';
import { createClient } from './client.ts';
import { ConversationState } from './conversation-state.ts';
import { History } from './history.ts';
import { StoreState } from './store-state.ts';

type Input = CallInput<OperationNamed<'sync.pull'>>;
type Page = CallOutput<OperationNamed<'sync.pull'>>;

const me = 'me' as UserId;
const id = 'c' as ConversationId;

function whole(version: number, fields: Partial<Conversation> = {}): Conversation {
  return {
    id,
    isGroup: true,
    name: `at ${version}`,
    photoUrl: null,
    createdBy: me,
    createdAt: '2026-01-01T00:00:00.000Z',
    memberCount: 1,
    members: [],
    settings: { whoMayInvite: 'members', disappearAfterSeconds: null },
    lastMessage: null,
    lastSeq: 0,
    version,
    unreadCount: 0,
    unreadMentionCount: 0,
    muted: false,
    pinned: false,
    archived: false,
    draft: null,
    ...fields,
  };
}

const pageOf = (conversation: Conversation, version = conversation.version): Page => ({
  conversations: [conversation],
  messages: [],
  members: [],
  reads: [],
  hidden: [],
  removed: [],
  versions: [{ id, version }],
  nextCursor: null,
  hasMore: false,
});

/** A store's catching up, whose answers the test gives when it likes. */
function catchingUp(held: Conversation) {
  const asked: { input: Input; answer: (page: Page) => void }[] = [];
  const client = createClient({ url: 'https://xom.example' });
  const pull = (input: Input = {}) =>
    new Promise<Page>((answer) => void asked.push({ input, answer }));
  const state = new StoreState(me);
  const known = state.hold(held);
  const onDone = vi.fn();
  const catchUp = new CatchUp({ ...client, sync: { pull } }, state, onDone);
  const next = async () => {
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    const one = asked.shift();
    if (!one) throw new Error('nothing was asked');
    return one;
  };
  return { state, known, catchUp, next, onDone };
}

describe('catching up', () => {
  it('goes on from the held version where messages came to be held meanwhile', async () => {
    const { known, catchUp, next, onDone } = catchingUp(whole(1));
    catchUp.connected();
    const first = await next();
    expect(first.input).toEqual({ conversations: [{ id, version: 1 }], historyOf: [] });
    known.history = new History();
    first.answer(pageOf(whole(5)));
    const second = await next();
    expect(second.input).toEqual({ conversations: [{ id, version: 1 }], historyOf: [id] });
    second.answer(pageOf(whole(5)));
    await vi.waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(known.version).toBe(5);
  });

  it('does not bring back what was taken away while a page was under way', async () => {
    const { state, catchUp, next } = catchingUp(whole(1));
    catchUp.connected();
    const first = await next();
    state.forget(id);
    catchUp.removed(id);
    first.answer(pageOf(whole(5)));
    const second = await next();
    expect(state.get(id)).toBeUndefined();
    expect(second.input.conversations).toEqual([]);
    // It was given back since.
    second.answer(pageOf(whole(7)));
    await vi.waitFor(() => expect(state.get(id)?.version).toBe(7));
  });

  it('lengthens the newest stretch once all of a version is there, and no other', async () => {
    const { known, catchUp, next } = catchingUp(whole(1, { lastSeq: 230 }));
    const history = new History();
    history.cover(10, 20);
    history.cover(181, 230);
    known.history = history;
    catchUp.connected();
    const first = await next();
    first.answer({ ...pageOf(whole(9, { lastSeq: 240 }), 4), nextCursor: 'more', hasMore: true });
    const second = await next();
    expect(history.rangeAt(230)).toEqual({ from: 181, to: 230 });
    second.answer(pageOf(whole(9, { lastSeq: 240 })));
    await vi.waitFor(() => expect(known.version).toBe(9));
    expect(history.rangeAt(240)).toEqual({ from: 181, to: 240 });
    expect(history.rangeAt(20)).toEqual({ from: 10, to: 20 });
    expect(history.rangeAt(100)).toBeNull();
  });
});

describe('a conversation', () => {
  it('keeps what was told of a later version than a whole state', () => {
    const state = new ConversationState(me, whole(1), 1);
    const { settings } = whole(1);
    const told = { conversationId: id, name: 'told', photoUrl: null, settings, version: 7 };
    state.updated(told);
    state.updated({ ...told, name: 'late', version: 6 });
    state.holdWhole(whole(6, { unreadCount: 3 }));
    expect(state.shown).toMatchObject({ name: 'told', unreadCount: 3 });
    state.holdWhole(whole(8));
    state.holdWhole(whole(7, { unreadCount: 9 }));
    expect(state.shown).toMatchObject({ name: 'at 8', unreadCount: 0 });
  });

  it('counts unread by what follows the newest that was told', () => {
    const state = new ConversationState(me, whole(5), 5);
    state.countUnread(9);
    expect(state.shown.unreadCount).toBe(0);
    const readAt = '2026-01-01T00:00:00.000Z';
    state.read({ conversationId: id, userId: me, fromSeq: 1, upToSeq: 1, readAt, version: 6 });
    state.countUnread(2);
    state.holdWhole(whole(5, { unreadCount: 4 }));
    expect(state.shown.unreadCount).toBe(2);
    state.holdWhole(whole(6, { unreadCount: 1 }));
    expect(state.shown.unreadCount).toBe(1);
  });
});

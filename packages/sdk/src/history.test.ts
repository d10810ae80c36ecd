import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from './history.ts';
import { SeqRanges } from './seq-ranges.ts';

const me = 'me' as UserId;
const sender = { id: me, username: 'an', displayName: null, photoUrl: null };

function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    id: `m${seq}` as MessageId,
    conversationId: 'c' as ConversationId,
    seq,
    version: seq,
    senderId: me,
    sender,
    type: 'TEXT',
    content: `${seq}`,
    media: null,
    imageUrl: null,
    videoUrl: null,
    stickerUrl: null,
    replyTo: null,
    reply: null,
    storyId: null,
    forwardedFrom: null,
    forwardedAt: null,
    isRecalled: false,
    recalledAt: null,
    expiresAt: null,
    editedAt: null,
    originalContent: null,
    reactions: [],
    mentions: [],
    clientId: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...fields,
  };
}

const answering = (seq: number, to: Message) =>
  message(seq, {
    replyTo: to.id,
    reply: {
      id: to.id,
      senderId: me,
      sender,
      type: 'TEXT',
      content: to.content,
      isRecalled: false,
    },
  });

it('stretches are what a set of seqs says', () => {
  const pair = fc.tuple(fc.nat(60), fc.nat(8));
  fc.assert(
    fc.property(fc.array(pair), fc.nat(70), (given, cut) => {
      const ranges = new SeqRanges();
      const set = new Set<number>();
      for (const [from, length] of given) {
        ranges.add(from, from + length);
        for (let seq = from; seq <= from + length; seq += 1) set.add(seq);
      }
      ranges.cut(cut);
      for (let seq = 0; seq < cut; seq += 1) set.delete(seq);
      for (let seq = 0; seq < 75; seq += 1) {
        let [from, to] = [seq, seq];
        while (set.has(from - 1)) from -= 1;
        while (set.has(to + 1)) to += 1;
        expect(ranges.at(seq)).toEqual(set.has(seq) ? { from, to } : null);
      }
    }),
  );
});

describe('what is held of a conversation', () => {
  const seqsOf = (history: History, at: number) => {
    const range = history.rangeAt(at);
    return range && history.slice(range).map(({ seq }) => seq);
  };

  it('never shows a hole as whole', () => {
    const history = new History();
    for (const seq of [5, 6, 9]) history.hold(message(seq));
    expect(seqsOf(history, 6)).toEqual([5, 6]);
    expect(seqsOf(history, 7)).toBeNull();
    history.hold(message(8));
    expect(seqsOf(history, 9)).toEqual([8, 9]);
    // The 7th is hidden: a page that reaches over it says so.
    history.cover(6, 8);
    expect(seqsOf(history, 5)).toEqual([5, 6, 8, 9]);
  });

  it('holds the newest state, in whatever order states come', () => {
    const history = new History();
    history.hold(message(1, { version: 7, content: 'new' }));
    expect(history.hold(message(1, { version: 4, content: 'old' }))).toBe(false);
    expect(history.find('m1' as MessageId)?.content).toBe('new');
  });

  it('never shows again what I hid', () => {
    const history = new History();
    history.hide('m2' as MessageId);
    for (const seq of [1, 2, 3]) history.hold(message(seq, { version: 10 + seq }));
    expect(seqsOf(history, 1)).toEqual([1, 3]);
  });

  it('shows in an answer what it answers as it is now', () => {
    const history = new History();
    const first = message(1);
    history.hold(first);
    history.hold(answering(2, first));
    const reply = () => history.find('m2' as MessageId)?.reply;
    history.hold({ ...first, version: 3, content: '🏡'.repeat(300) });
    expect(reply()?.content).toBe('🏡'.repeat(200));
    history.hold({ ...first, version: 4, content: null, isRecalled: true });
    expect(reply()).toMatchObject({ content: null, isRecalled: true });
    history.hide(first.id);
    expect(reply()?.content).toBeNull();
  });

  it('takes back what was foreseen, and nothing that the server said meanwhile', () => {
    const history = new History();
    history.hold(message(1));
    const shown = () => history.find('m1' as MessageId);
    const undoText = history.foresee('m1' as MessageId, (one) => ({ ...one, content: 'mine' }));
    const undoTime = history.foresee('m1' as MessageId, (one) => ({ ...one, editedAt: 'now' }));
    history.hold(message(1, { version: 5, content: 'theirs', isRecalled: true }));
    expect(shown()).toMatchObject({ content: 'mine', editedAt: 'now', isRecalled: true });
    undoText();
    expect(shown()).toMatchObject({ content: 'theirs', editedAt: 'now' });
    undoTime();
    expect(shown()).toEqual(message(1, { version: 5, content: 'theirs', isRecalled: true }));
  });

  it('keeps the newest of a stretch, and knows that what is older is not there', () => {
    const history = new History();
    for (const seq of [1, 2, 3, 10, 11, 12, 13]) history.hold(message(seq));
    history.hide('m12' as MessageId);
    history.hold(answering(14, message(11)));
    history.keepNewest({ from: 10, to: 14 }, 3);
    expect(seqsOf(history, 14)).toEqual([11, 13, 14]);
    expect([3, 10].map((seq) => history.rangeAt(seq))).toEqual([null, null]);
    expect(history.find('m10' as MessageId)).toBeNull();
    expect(history.size).toBe(3);
    // What is told of later, or asked for again, is there again.
    history.hold({ ...message(11), version: 20, content: 'khác' });
    expect(history.find('m14' as MessageId)?.reply?.content).toBe('khác');
    history.hold(message(10));
    expect(seqsOf(history, 14)).toEqual([10, 11, 13, 14]);
  });

  it('stays cheap with 100,000 messages', () => {
    const history = new History();
    for (let seq = 1; seq <= 100_000; seq += 1) history.hold(message(seq));
    const list = () => history.slice(history.rangeAt(1) ?? { from: 0, to: 0 });
    const before = list();
    const start = performance.now();
    for (let seq = 100_001; seq <= 101_000; seq += 1) history.hold(message(seq));
    for (let seq = 1; seq <= 1_000; seq += 1)
      history.hold(message(seq, { version: 200_000, content: 'khác' }));
    // 2,000 events; a walk over all messages for each would take seconds.
    expect(performance.now() - start).toBeLessThan(500);
    expect(list()).toHaveLength(101_000);
    expect(list()[50_000]).toBe(before[50_000]);
    expect(list()).toBe(list());
  });
});

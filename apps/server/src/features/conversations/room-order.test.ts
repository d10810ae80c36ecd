import type { ConversationId, MessageId } from '@xom/contract/fields';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { type MessageTold, RoomOrder } from './room-order.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const id = newId<ConversationId>();
const messageIds = Array.from({ length: 10 }, () => newId<MessageId>());

function start(lastSeq: number) {
  const told: string[] = [];
  const onGap = vi.fn<(conversationId: ConversationId) => void>();
  const order = new RoomOrder({
    deliver: ({ type, message: { seq, version } }) =>
      told.push(`${type === 'message.created' ? 'c' : 'u'}${seq}v${version}`),
    onGap,
  });
  order.begin(id, lastSeq);
  const take = (type: 'c' | 'u', seq: number, version = seq) => {
    const message = { id: messageIds[seq], conversationId: id, seq, version };
    const name = type === 'c' ? 'message.created' : 'message.updated';
    // What the order looks at, of all that such an event holds.
    order.take({ type: name, message } as MessageTold);
  };
  return { order, told, onGap, take };
}

describe('the order of a room', () => {
  test('is that of the numbers, whatever comes first', () => {
    const { told, onGap, take } = start(2);
    for (const seq of [3, 6, 5, 4, 7]) take('c', seq);
    expect(told).toEqual(['c3v3', 'c4v4', 'c5v5', 'c6v6', 'c7v7']);
    vi.advanceTimersByTime(10_000);
    expect(onGap).not.toHaveBeenCalled();
  });

  test('lets a change wait for its message', () => {
    const { told, take } = start(0);
    take('u', 2, 4);
    take('c', 2, 2);
    expect(told).toEqual([]);
    take('c', 1, 1);
    expect(told).toEqual(['c1v1', 'c2v2', 'u2v4']);
  });

  test('tells a change that was overtaken with the newer state', () => {
    const { told, take } = start(0);
    take('c', 1, 1);
    take('u', 1, 3);
    take('u', 1, 2);
    expect(told).toEqual(['c1v1', 'u1v3', 'u1v3']);
  });

  test('gives up what does not come, and says so', () => {
    const { told, onGap, take } = start(0);
    take('c', 3);
    take('c', 2);
    vi.advanceTimersByTime(900);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual(['c2v2', 'c3v3']);
    expect(onGap).toHaveBeenCalledExactlyOnceWith(id);
    // Late is better than never.
    take('c', 1);
    take('c', 4);
    // Too late: whoever was told the gap reads it anew.
    expect(told).toEqual(['c2v2', 'c3v3', 'c4v4']);
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  test('is one for all also where a room is met in the middle of it', () => {
    const { told, onGap, take } = start(3);
    take('c', 1);
    take('c', 3);
    take('c', 2);
    take('c', 4);
    expect(told).toEqual(['c1v1', 'c3v3', 'c4v4']);
    expect(onGap).toHaveBeenCalledTimes(1);
  });

  test('misses what the database holds and nobody told', () => {
    const { order, told, onGap, take } = start(0);
    order.expect(id, 2);
    take('c', 1);
    vi.advanceTimersByTime(1100);
    expect(onGap).toHaveBeenCalledOnce();
    take('c', 3);
    expect(told).toEqual(['c1v1', 'c3v3']);
    order.expect(id, 4);
    take('c', 4);
    vi.advanceTimersByTime(1100);
    expect(onGap).toHaveBeenCalledOnce();
  });

  test('skips what was read anew', () => {
    const { order, told, onGap, take } = start(0);
    take('c', 6);
    order.skipTo(id, 5);
    expect(told).toEqual(['c6v6']);
    vi.advanceTimersByTime(1100);
    expect(onGap).not.toHaveBeenCalled();
  });
});

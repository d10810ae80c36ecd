import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { describe, expect, it } from 'vitest';
import { mentionAt } from './mention-query.ts';
import { firstUnread, isSameRun } from './timeline-item.ts';

const [lan, minh] = ['lan', 'minh'] as UserId[];
if (!lan || !minh) throw new Error('nobody');

// Only what the functions look at.
const message = (seq: number, senderId: UserId, minute = 0) =>
  ({ seq, senderId, createdAt: new Date(2026, 1, 3, 12, minute).toISOString() }) as Message;

describe('a run', () => {
  it('is of one sender, close in time, on one day', () => {
    expect(isSameRun(message(1, lan, 0), message(2, lan, 4), minh)).toBe(true);
    expect(isSameRun(message(1, lan, 0), message(2, lan, 5), minh)).toBe(false);
    expect(isSameRun(message(1, lan), message(2, minh), minh)).toBe(false);
    const midnight = { ...message(2, lan), createdAt: new Date(2026, 1, 4, 0, 1).toISOString() };
    const before = { ...message(1, lan), createdAt: new Date(2026, 1, 3, 23, 59).toISOString() };
    expect(isSameRun(before, midnight, minh)).toBe(false);
    expect(isSameRun(undefined, message(1, lan), minh)).toBe(false);
  });
});

describe('the first unread message', () => {
  it('is the first of the others after what I have read', () => {
    const messages = [message(1, lan), message(2, lan), message(3, minh), message(4, lan)];
    expect(firstUnread(messages, 1, minh)?.seq).toBe(2);
    expect(firstUnread(messages, 2, minh)?.seq).toBe(4);
    expect(firstUnread(messages, 4, minh)).toBeNull();
    expect(firstUnread(messages, Infinity, minh)).toBeNull();
    expect(firstUnread([], 0, minh)).toBeNull();
  });
});

describe('a mention', () => {
  it('is being written from its @ to the caret', () => {
    expect(mentionAt('Hi @mi', 6)).toEqual({ start: 3, asked: 'mi' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, asked: '' });
    expect(mentionAt('Hi @mi', 4)).toEqual({ start: 3, asked: '' });
    expect(mentionAt('a@mi', 4)).toBeNull();
    expect(mentionAt('Hi @mi nh', 9)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { tokenAt } from './text-token.ts';

const typed = (text: string) => tokenAt(text, text.length);

describe('tokenAt', () => {
  it.each([
    ['@mi', { kind: 'mention', query: 'mi', start: 0, end: 3 }],
    ['Chào @pham.an', { kind: 'mention', query: 'pham.an', start: 5, end: 13 }],
    ['(@mi', { kind: 'mention', query: 'mi', start: 1, end: 4 }],
    ['Ở #Đà_Nẵng', { kind: 'tag', query: 'Đà_Nẵng', start: 2, end: 10 }],
    ['＃xóm', { kind: 'tag', query: 'xóm', start: 0, end: 4 }],
  ])('finds what is being typed in %j', (text, token) => {
    expect(typed(text)).toEqual(token);
  });

  it.each(['@', '#', 'lan@mi', 'Đ@mi', 'a/@mi', 'x#tag', '&#39', '@mi ', 'lan@mi.vn'])(
    'finds nothing in %j',
    (text) => {
      expect(typed(text)).toBeNull();
    },
  );

  it('looks only at what is before the place', () => {
    expect(tokenAt('@minh and #tag', 3)).toMatchObject({ query: 'mi', end: 3 });
    expect(tokenAt('@minh and #tag', 6)).toBeNull();
  });
});

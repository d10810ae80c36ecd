import { Emoji } from '@xom/contract/emoji';
import { describe, expect, it } from 'vitest';
import { emojiGroups, emojiOf, findEmoji } from './emoji-list.ts';

describe.each(emojiGroups)('%s', (group) => {
  it('holds emoji that the server takes as reactions, each once and with names', () => {
    const list = emojiOf(group);
    const refused = list.filter(({ emoji }) => Emoji.safeParse(emoji).data !== emoji);
    expect(refused).toEqual([]);
    expect(new Set(list.map(({ emoji }) => emoji)).size).toBe(list.length);
    expect(list.filter(({ names }) => names.some((name) => name.trim() === ''))).toEqual([]);
  });
});

it('is found by its name in either language, without accents', () => {
  const found = (asked: string) => findEmoji(asked).map(({ emoji }) => emoji);
  expect(found('pho')).toContain('🍜');
  expect(found('Trái tim đỏ')).toEqual(['❤️']);
  expect(found('den long')).toEqual(['🏮']);
  expect(found('xyzzy')).toEqual([]);
});

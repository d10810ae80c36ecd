import { describe, expect, it } from 'vitest';
import { emojiGroups, emojiOf } from './emoji-list.ts';
import { isFewEmoji } from './few-emoji.ts';

/** All that Unicode recommends, of the planes where emoji are, with what each may be joined with. */
const recommended = /^\p{RGI_Emoji}$/v;
const all = Array.from({ length: 0x1fb00 }, (_, code) => String.fromCodePoint(code)).flatMap(
  (character) =>
    [character, `${character}\uFE0F`, `${character}\u{1F3FD}`].filter((text) =>
      recommended.test(text),
    ),
);

describe('a few emoji', () => {
  it('are those that Unicode recommends', () => {
    expect(all.length).toBeGreaterThan(1300);
    expect(all.filter((text) => !isFewEmoji(text))).toEqual([]);
    const ours = emojiGroups.flatMap((group) => emojiOf(group).map(({ emoji }) => emoji));
    expect(ours.filter((text) => !isFewEmoji(text))).toEqual([]);
  });

  it.each(['👨‍👩‍👧‍👦', '❤️‍🔥', '🏴‍☠️', '🇻🇳', '1️⃣', '👩🏽‍🚀', '🤷🏻‍♂️', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '🇻🇳👍🏿❤️'])('are %s', (text) => {
    expect(isFewEmoji(text)).toBe(true);
  });

  it.each(['', 'Chào', '1', '#', '12', '❤', '👍 👍', '👍👍👍👍', 'ok 👍', '\u200D', '🇻'])(
    'are not %j',
    (text) => {
      expect(isFewEmoji(text)).toBe(false);
    },
  );
});

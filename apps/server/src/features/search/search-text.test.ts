import { describe, expect, it } from 'vitest';
import { fold, Query, termsOf } from './search-text.ts';

/** Whether the index finds a text, and how well it fits then. */
function scoreOf(asked: string, text: string): number {
  const query = new Query(asked);
  const terms = new Set(termsOf(text));
  const score = query.scoreOf(text);
  // What fits must be found: everything that is asked of the index is in it.
  if (score > 0)
    expect([asked, query.terms.filter((term) => !terms.has(term))]).toEqual([asked, []]);
  return score;
}

describe('a text', () => {
  it('is folded to lower case without accents, whatever way it is composed', () => {
    expect(fold('Đà Nẵng')).toBe('da nang');
    expect(fold('Đà Nẵng'.normalize('NFD'))).toBe('da nang');
    expect(fold('ＡＢＣ ｶﾞ')).toBe('abc ガ');
    expect(fold('Straße, Łódź, Ærø')).toBe('strasse, lodz, aero');
    // In these scripts a mark makes another word.
    expect(fold('が 한국어 ไม้')).toBe('が 한국어 ไม้');
  });

  it.each([
    ['da nang', 'Tôi ở Đà Nẵng.'],
    ['ĐÀ NẴNG', 'tôi ở đà nẵng'],
    ['nang da', 'Đà Nẵng'],
    ['nguy', 'Nguyễn'],
    ['uyễ', 'Nguyễn'],
    ['n', 'Nguyễn'],
    ['ng', 'Nguyễn'],
    ['phone', 'smartphone'],
    ['example.org', 'https://example.org/x'],
    ['2026', 'Tết 2026'],
    ['nam_le', 'nam_le'],
    ['京', '東京都'],
    ['東京', '私は東京に住む'],
    ['中文', '我会说中文。'],
    ['한국', '한국어를 배워요'],
    ['국어', '한국어'],
    ['カタカナ', 'ｶﾀｶﾅ'],
    ['iphone15', 'iPhone15が欲しい'],
    ['สวัสดี', 'สวัสดีครับ'],
    ['🎉', 'chúc mừng🎉!'],
    ['👍', 'ok 👍🏽'],
    ['👨‍👩‍👧', 'nhà 👨‍👩‍👧'],
    ['🇻🇳', 'Việt Nam 🇻🇳'],
    ['𠮷野', '𠮷野家'],
  ])('is found by %j: %j', (asked, text) => {
    expect(scoreOf(asked, text)).toBeGreaterThan(0);
  });

  it.each([
    ['an', 'Nẵng'],
    ['da nang hue', 'Đà Nẵng'],
    ['東都', '東京都'],
    ['か', 'が'],
    ['!!', 'thật!!'],
    ['%', '100%'],
  ])('is not found by %j: %j', (asked, text) => {
    expect(scoreOf(asked, text)).toBe(0);
  });

  it('fits better as it was asked than folded, and better whole than as a part', () => {
    const texts = ['Bún chả ngon', 'chả, bún', 'Bún chảo', 'Bun cha ngon', 'Bun chay', 'chả'];
    const scores = texts.map((text) => scoreOf('bún chả', text));
    expect(scores).toEqual([...new Set(scores)].toSorted((one, other) => other - one));
    expect(scoreOf('ma', 'ma')).toBeGreaterThan(scoreOf('ma', 'má'));
    expect(scoreOf('má', 'má')).toBeGreaterThan(scoreOf('má', 'ma'));
    expect(scoreOf('má', 'máy')).toBeGreaterThan(scoreOf('má', 'ma'));
  });
});

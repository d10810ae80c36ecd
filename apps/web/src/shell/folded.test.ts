import { expect, it } from 'vitest';
import { excerptOf, folded, matchParts } from './folded.ts';

const shown = (text: string, query: string) =>
  matchParts(text, query)
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('');

it('marks the words of the query, whatever their accents and case', () => {
  expect(shown('Chợ Đà Nẵng sáng nay', 'da nang')).toBe('Chợ [Đà] [Nẵng] sáng nay');
  expect(shown('đường phố', 'Đường')).toBe('[đường] phố');
  expect(shown('phở phở', 'pho')).toBe('[phở] [phở]');
});

it('marks parts of words, what overlaps once, and knows characters beyond the first plane', () => {
  expect(shown('banana', 'ana')).toBe('b[anana]');
  expect(shown('a😀b東京', '東京')).toBe('a😀b[東京]');
  expect(shown('', 'x')).toBe('');
  expect(shown('abc', '')).toBe('abc');
  expect(shown('😀😁', '😁')).toBe('😀[😁]');
  expect(shown('한국 하늘', '하')).toBe('한국 [하]늘');
});

it('holds with letters that are written by two signs', () => {
  expect(shown('Nẵng'.normalize('NFD'), 'nang')).toBe('[Nẵng]');
});

it('folds a whole text', () => {
  expect(folded('ĐÀ NẴNG, chợ Đông Ba')).toBe('da nang, cho dong ba');
});

it('shows of a long text the part that was searched for', () => {
  const text = 'Hôm qua cả nhà đi chơi rất vui, rồi về lại Đà Nẵng trước khi trời tối';
  expect(excerptOf(text, 'da nang')).toBe('…vui, rồi về lại Đà Nẵng trước khi trời tối');
  expect(excerptOf(`Đặt vé xong rồi! ${text}`, 'da nang')).toBe(excerptOf(text, 'da nang'));
  expect(excerptOf(text, 'hom qua')).toBe(text);
  expect(excerptOf(`${'x'.repeat(40)}phở bò`, 'pho')).toBe(`…${'x'.repeat(20)}phở bò`);
});

import { describe, expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

const shown = (text: string) =>
  textParts(text).map((part) => (part.kind === 'text' ? part.text : { [part.kind]: part.text }));

describe('textParts', () => {
  it('leaves plain text alone, with its lines', () => {
    expect(shown('Chào cả xóm\n\nmai gặp nhau nhé')).toEqual(['Chào cả xóm\n\nmai gặp nhau nhé']);
    expect(textParts('')).toEqual([]);
  });

  it('finds mentions and tags where the server finds them', () => {
    expect(shown('@minh.anh. và #ĐàNẵng, #2026!')).toEqual([
      { mention: '@minh.anh' },
      '. và ',
      { tag: '#ĐàNẵng' },
      ', ',
      { tag: '#2026' },
      '!',
    ]);
    expect(shown('an@example.org a#b @ab @an@be.org')).toEqual([
      'an@example.org a#b @ab @an@be.org',
    ]);
  });

  it('links addresses without the sentence around them', () => {
    expect(shown('(see https://www.example.org/a_(b)) or https://xom.vn/.')).toEqual([
      '(see ',
      { url: 'example.org/a_(b)' },
      ') or ',
      { url: 'xom.vn' },
      '.',
    ]);
    expect(textParts('(https://example.org/a).')[1]).toMatchObject({
      url: 'https://example.org/a',
    });
  });

  it('makes no link of anything but http', () => {
    expect(shown('javascript:alert(1) <b>data:text/html,x</b>')).toEqual([
      'javascript:alert(1) <b>data:text/html,x</b>',
    ]);
  });

  it('puts the text together again by its places', () => {
    const text = 'A @binh https://example.org/x#y #z.';
    for (const part of textParts(text)) {
      if (part.kind === 'url') expect(text.slice(part.start)).toMatch(/^https/);
      else expect(text.slice(part.start, part.start + part.text.length)).toBe(part.text);
    }
  });

  it('shortens what is long, and leads to all of it', () => {
    const url = `https://example.org/${'a'.repeat(80)}`;
    expect(textParts(url)).toMatchObject([{ kind: 'url', url, text: /^.{40}…$/ }]);
  });
});

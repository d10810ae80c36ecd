import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
const english = files.filter((file) => file.endsWith('.en.json'));
const code = files
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(`${source}/${file}`, 'utf8'))
  .join('\n');

/** `errors.network` → its text. */
function textsOf(file: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') texts.set(path.join('.'), value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    }
  };
  walk(JSON.parse(readFileSync(`${source}/${file}`, 'utf8')), []);
  return texts;
}

const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)|<(\w+)/g)].map(([, value, tag]) => value ?? tag ?? '').toSorted();

describe.each(english)('%s', (file) => {
  const texts = { en: textsOf(file), vi: textsOf(file.replace('.en.', '.vi.')) };

  it('says the same in Vietnamese', () => {
    const keys = (of: ReadonlyMap<string, string>) =>
      [...new Set([...of.keys()].map(withoutPlural))].toSorted();
    expect(keys(texts.vi)).toEqual(keys(texts.en));
    const empty = [...texts.en, ...texts.vi].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('has the plurals of each language', () => {
    for (const [language, of] of Object.entries(texts)) {
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of of.keys()) {
        if (withoutPlural(key) === key) continue;
        const missing = wanted.filter((category) => !of.has(`${withoutPlural(key)}_${category}`));
        expect(missing, `${language} ${key}`).toEqual([]);
      }
    }
  });

  it('names the same values and marks in both', () => {
    for (const [key, text] of texts.vi) {
      const original = texts.en.get(key) ?? texts.en.get(`${withoutPlural(key)}_other`) ?? '';
      expect(namesIn(text), key).toEqual(namesIn(original));
    }
  });

  it('has no text that nobody shows', () => {
    const namespace = basename(file).replace('.en.json', '');
    const unused = [...texts.en.keys()].map(withoutPlural).filter((key) => {
      // A key may be made of a part that is known and one that is not: `errors.${code}`.
      const [group] = key.split('.');
      const isMade = key.includes('.') && code.includes(`\`${group}.\${`);
      const isNamed =
        code.includes(`'${key}'`) ||
        code.includes(`'${namespace}:${key}'`) ||
        code.includes(`"${key}"`);
      return !isMade && !isNamed;
    });
    expect(unused).toEqual([]);
  });
});

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { addTexts, followShown, setLanguage, shownNow, startLanguages, withTexts } from './i18n.ts';
import type { Language } from './languages.ts';
import { Trans, type Translate, translationOf, useTranslation } from './translation.tsx';

const files: Readonly<Record<Language, Readonly<Record<string, object>>>> = {
  en: {
    shell: { cancel: 'Cancel', errors: { network: 'No connection.' } },
    people: {
      followerCount_one: '<b>{{shown}}</b> follower',
      followerCount_other: '<b>{{shown}}</b> followers',
      followedByCount_zero: 'Followed by {{name}}',
      followedByCount_one: 'Followed by {{name}} and {{count}} other',
      followedByCount_other: 'Followed by {{name}} and {{count}} others',
      follow: 'Follow',
    },
    settings: { title: 'Settings' },
  },
  vi: {
    shell: { cancel: 'Hủy', errors: { network: 'Mất kết nối.' } },
    people: {
      followerCount_other: '<b>{{shown}}</b> người theo dõi',
      followedByCount_zero: '{{name}} đang theo dõi',
      followedByCount_other: '{{name}} và {{count}} người khác đang theo dõi',
    },
    settings: { title: 'Cài đặt' },
  },
};
const kept = new Map<string, string>();
const html = { lang: '' };

const loadTexts = vi.fn(async (language: Language) => {
  addTexts(language, 'shell', files[language]['shell'] ?? {});
});
const loadMoreTexts = vi.fn(async (language: Language, namespace: string) => {
  await new Promise(setImmediate);
  addTexts(language, namespace, files[language][namespace] ?? {});
});

beforeEach(async () => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('navigator', { languages: ['fr-FR', 'en-GB'] });
  vi.stubGlobal('document', { documentElement: html });
  await startLanguages({ loadTexts, loadMoreTexts });
  await withTexts('people')();
});

describe('a text', () => {
  const en: Translate<'people', 'shell'> = translationOf('en', 'people').t;
  const vietnamese: Translate<'people', 'shell'> = translationOf('vi', 'people').t;

  beforeEach(async () => {
    await setLanguage('vi');
    await setLanguage('en');
  });

  it('is found by its name, in its group, and in another namespace', () => {
    expect(en('follow')).toBe('Follow');
    expect(en('shell:errors.network')).toBe('No connection.');
    expect(vietnamese('shell:cancel')).toBe('Hủy');
  });

  it('takes the plural of its language', () => {
    const counts = [0, 1, 2, 21];
    expect(counts.map((count) => en('followedByCount', { name: 'Lan', count }))).toEqual([
      'Followed by Lan',
      'Followed by Lan and 1 other',
      'Followed by Lan and 2 others',
      'Followed by Lan and 21 others',
    ]);
    expect(counts.map((count) => vietnamese('followedByCount', { name: 'Lan', count }))).toEqual([
      'Lan đang theo dõi',
      'Lan và 1 người khác đang theo dõi',
      'Lan và 2 người khác đang theo dõi',
      'Lan và 21 người khác đang theo dõi',
    ]);
  });

  it('takes its values as they are', () => {
    const name = '{{count}} $& <b>Lan</b>';
    expect(en('followedByCount', { name, count: 3 })).toBe(`Followed by ${name} and 3 others`);
  });

  it('is in English where the language lacks it, which is fetched for that once', async () => {
    addTexts('en', 'people', {});
    expect(vietnamese('follow')).toBe('follow');
    addTexts('en', 'people', files.en['people'] ?? {});
    expect(vietnamese('follow')).toBe('Follow');
    const before = loadMoreTexts.mock.calls.length;
    addTexts('vi', 'settings', {});
    const { t } = translationOf('vi', 'settings');
    expect([t('title'), t('title')]).toEqual(['title', 'title']);
    await vi.waitFor(() => expect(t('title')).toBe('Settings'));
    expect(loadMoreTexts.mock.calls.slice(before)).toEqual([['en', 'settings']]);
  });

  it('is its name where no language has it', () => {
    // @ts-expect-error a key that there is not is an error of types
    expect(en('nothing')).toBe('nothing');
    // @ts-expect-error and so is one of a namespace that was not asked for
    expect(en('feed:nothing')).toBe('feed:nothing');
    const marked = createElement(Trans<'nothing'>, {
      // @ts-expect-error nor does a text with marks have one that there is not
      t: en,
      i18nKey: 'nothing',
      components: {},
    });
    expect(renderToStaticMarkup(marked)).toBe('nothing');
    expect(translationOf('en', 'people').i18n.exists('shell:errors.network')).toBe(true);
    expect(translationOf('en', 'people').i18n.exists('shell:errors.nothing')).toBe(false);
  });
});

describe('a text with marks', () => {
  const markup = (t: Translate<'people'>, shown: string, count: number) =>
    renderToStaticMarkup(
      createElement(Trans<'followerCount'>, {
        t,
        i18nKey: 'followerCount',
        count,
        values: { shown },
        components: { b: createElement('b', { className: 'loud' }) },
      }),
    );

  it('has components for them, in each language', async () => {
    await setLanguage('vi');
    const [en, viet] = [translationOf('en', 'people').t, translationOf('vi', 'people').t];
    expect(markup(en, '1', 1)).toBe('<b class="loud">1</b> follower');
    expect(markup(viet, '2,1 N', 2100)).toBe('<b class="loud">2,1 N</b> người theo dõi');
  });

  it('shows what looks like a mark in a value as text', () => {
    const { t } = translationOf('en', 'people');
    expect(markup(t, '<b>x</b><script>', 2)).toBe(
      '<b class="loud">&lt;b&gt;x&lt;/b&gt;&lt;script&gt;</b> followers',
    );
  });
});

describe('the language', () => {
  const Page = () => {
    const { t, i18n } = useTranslation(['people', 'shell']);
    return `${i18n.language}: ${t('shell:cancel')}`;
  };
  const page = () => renderToStaticMarkup(createElement(Page));

  it('is the first of the browser that there is, and then the one that was chosen', async () => {
    expect([html.lang, page()]).toEqual(['en', 'en: Cancel']);
    await setLanguage('vi');
    expect([html.lang, page()]).toEqual(['vi', 'vi: Hủy']);
    await startLanguages({ loadTexts, loadMoreTexts });
    expect(page()).toBe('vi: Hủy');
  });

  it('tells whoever shows texts that it changed, once all that is needed is there', async () => {
    const seen: string[] = [];
    const before = shownNow();
    const stop = followShown(() => seen.push(`${shownNow().language} ${page()}`));
    await setLanguage('vi');
    stop();
    await setLanguage('en');
    expect(seen.at(-1)).toBe('vi vi: Hủy');
    expect(seen.filter((one) => one.startsWith('en vi'))).toEqual([]);
    expect(shownNow()).not.toBe(before);
  });

  it('is the last that was chosen, whichever texts come first', async () => {
    // English has all that is needed, and Vietnamese has not.
    await withTexts('chats')();
    await Promise.all([setLanguage('vi'), setLanguage('en')]);
    expect(html.lang).toBe('en');
    expect(page()).toBe('en: Cancel');
  });
});

import { addTexts } from '../shell/i18n.ts';
import type { Language } from '../shell/languages.ts';

const first = {
  en: () => import('./texts-en.ts'),
  vi: () => import('./texts-vi.ts'),
} as const;

/** Large ones that only pages of their own need, each a part of the build. */
const later = import.meta.glob<Record<string, unknown>>(
  '../features/{accounts,chats,messages,moderation,settings}/*.json',
  { import: 'default' },
);

/** Loads what most pages say in a language: `../features/posts/posts.en.json` is the namespace `posts`. */
export async function loadTexts(language: Language): Promise<void> {
  const { texts } = await first[language]();
  for (const [file, content] of Object.entries(texts)) {
    const namespace = /([a-z-]+)\.[a-z]{2}\.json$/.exec(file)?.[1];
    if (namespace !== undefined) addTexts(language, namespace, content);
  }
}

/** Loads one of those that come with their pages; of the others there is nothing more to load. */
export async function loadMoreTexts(language: Language, namespace: string): Promise<void> {
  const load = later[`../features/${namespace}/${namespace}.${language}.json`];
  if (load) addTexts(language, namespace, await load());
}

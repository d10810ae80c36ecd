import i18next, { type ResourceNamespaceMap } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isLanguage, type Language } from './languages.ts';

const key = 'xom:language';
/** A feature's texts. */
export type Namespace = keyof ResourceNamespaceMap;

interface Loading {
  /** What most pages need. */
  loadTexts(language: Language): Promise<void>;
  /** What only some need. */
  loadMoreTexts(language: Language, namespace: Namespace): Promise<void>;
}
let loading: Loading | null = null;
/** What has been needed so far, in whatever language. */
const needed = new Set<Namespace>();

/** The language chosen on this device, or the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(key);
  const wanted = [chosen ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find(isLanguage) ?? 'en';
}

/** Prepares texts in the preferred language. */
export async function startLanguages(source: Loading): Promise<void> {
  loading = source;
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'shell',
    resources: {},
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
  });
  await show(language);
}

/** Shows everything in another language, and keeps that on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  await show(language);
}

/** Adds a namespace's texts. */
export function addTexts(language: Language, namespace: string, texts: object): void {
  i18next.addResourceBundle(language, namespace, texts);
}

/** For the `loader` of a route: brings the texts that only its pages need, beside their code. */
export function withTexts(...namespaces: readonly Namespace[]): () => Promise<void> {
  return async () => {
    for (const namespace of namespaces) needed.add(namespace);
    await loadNeeded(languageNow());
  };
}

async function show(language: Language): Promise<void> {
  await Promise.all([
    i18next.hasResourceBundle(language, 'shell') ? null : loading?.loadTexts(language),
    loadNeeded(language),
  ]);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function loadNeeded(language: Language): Promise<void> {
  const missing = [...needed].filter((name) => !i18next.hasResourceBundle(language, name));
  await Promise.all(missing.map(async (name) => loading?.loadMoreTexts(language, name)));
}

function languageNow(): Language {
  const { language } = i18next;
  return isLanguage(language) ? language : preferredLanguage();
}

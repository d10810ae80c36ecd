import { isLanguage, type Language } from './languages.ts';

/** Every feature's texts by its name; `app/texts.d.ts` says which there are. */
export interface TextsByNamespace {}
/** A feature's texts. */
export type Namespace = keyof TextsByNamespace;

interface Loading {
  /** What most pages need. */
  loadTexts(language: Language): Promise<void>;
  /** What only some need. */
  loadMoreTexts(language: Language, namespace: string): Promise<void>;
}

interface Shown {
  readonly language: Language;
}

const storageKey = 'xom:language';
let loading: Loading | null = null;
/** What has been needed so far, in whatever language. */
const needed = new Set<Namespace>();
/** `en:shell` → `errors.network` → its text. */
const texts = new Map<string, ReadonlyMap<string, string>>();
let shown: Shown = { language: 'en' };
/** Namespaces that lacked a text: their English has been asked for. */
const lacking = new Set<string>();
/** The language that was asked for last; its texts may still be on their way. */
let wanted: Language = 'en';
const listeners = new Set<() => void>();

/** The language chosen on this device, or the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  const tags = [chosen ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return tags.find(isLanguage) ?? 'en';
}

/** Prepares texts in the preferred language. */
export async function startLanguages(source: Loading): Promise<void> {
  loading = source;
  await show(preferredLanguage());
}

/** Shows everything in another language, and keeps that on this device. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await show(language);
}

/** Adds a namespace's texts, which may stand in groups: `{ errors: { network: '…' } }`. */
export function addTexts(language: Language, namespace: string, tree: object): void {
  texts.set(`${language}:${namespace}`, new Map(flat(tree, '')));
  change(shown.language);
}

/** For the `loader` of a route: brings the texts that only its pages need, beside their code. */
export function withTexts(...namespaces: readonly Namespace[]): () => Promise<void> {
  return async () => {
    for (const namespace of namespaces) needed.add(namespace);
    await load(wanted, needed);
  };
}

/** A text as it is written, with the names of its values; undefined when the language has none. */
export function textIn(language: Language, namespace: string, key: string): string | undefined {
  return texts.get(`${language}:${namespace}`)?.get(key);
}

/** Fetches a namespace in English, which stands in for what a language lacks. */
export function bringEnglish(namespace: string): void {
  if (lacking.has(namespace)) return;
  lacking.add(namespace);
  load('en', [namespace]).catch(() => lacking.delete(namespace));
}

/** Changes whenever a text may have become another one. */
export function shownNow(): Shown {
  return shown;
}

/** Calls back whenever `shownNow` has changed; returns how to stop that. */
export function followShown(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function show(language: Language): Promise<void> {
  wanted = language;
  await load(language, needed);
  // Another one may have been chosen meanwhile.
  if (wanted !== language) return;
  change(language);
  document.documentElement.lang = language;
}

async function load(language: Language, namespaces: Iterable<string>): Promise<void> {
  const missing = [...namespaces].filter((name) => !texts.has(`${language}:${name}`));
  await Promise.all([
    texts.has(`${language}:shell`) ? null : loading?.loadTexts(language),
    ...missing.map(async (name) => loading?.loadMoreTexts(language, name)),
  ]);
}

function change(language: Language): void {
  shown = { language };
  for (const listener of listeners) listener();
}

function flat(tree: object, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[prefix + key, value]];
    return typeof value === 'object' && value !== null ? flat(value, `${prefix}${key}.`) : [];
  });
}

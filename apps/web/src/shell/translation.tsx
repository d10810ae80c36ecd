import {
  cloneElement,
  createElement,
  Fragment,
  type ReactElement,
  type ReactNode,
  useMemo,
  useSyncExternalStore,
} from 'react';
import {
  bringEnglish,
  followShown,
  type Namespace,
  shownNow,
  textIn,
  type TextsByNamespace,
} from './i18n.ts';
import type { Language } from './languages.ts';

/** By the names that a text has in braces: `{{name}}`. `count` also chooses the plural. */
type Values = Readonly<Record<string, string | number>>;

/** `title`, `errors.network`; of a plural, which has a text for each number, the name without its end. */
type KeyIn<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? WithoutPlural<Key>
    : `${Key}.${KeyIn<Texts[Key]>}`;
}[keyof Texts & string];
type WithoutPlural<Key> = Key extends
  | `${infer Name}_zero`
  | `${infer Name}_one`
  | `${infer Name}_other`
  ? Name
  : Key;

/** A key of the first namespace, or of any with its name: `shell:cancel`. */
type TextKey<First extends Namespace, All extends Namespace> =
  | KeyIn<TextsByNamespace[First]>
  | { [Name in All]: `${Name}:${KeyIn<TextsByNamespace[Name]>}` }[All];

/** A text with its values, in the language shown. */
interface TranslateAny<Key extends string> {
  (key: Key, values?: Values): string;
  /** The same with the names of its values still in it. */
  readonly template: (key: Key, count?: number) => string;
}
export type Translate<First extends Namespace, More extends Namespace = First> = TranslateAny<
  TextKey<First, First | More>
>;

interface Translation<First extends Namespace, More extends Namespace> {
  readonly t: Translate<First, More>;
  readonly i18n: {
    readonly language: Language;
    /** Whether there is a text of this name, with its namespace before it. */
    exists(key: string): boolean;
  };
}

/** The texts of a feature, and of others by their names; shown anew when the language changes. */
export function useTranslation<First extends Namespace = 'shell', More extends Namespace = First>(
  namespaces?: First | readonly [First, ...More[]],
): Translation<First, More> {
  const shown = useSyncExternalStore(followShown, shownNow, shownNow);
  const first = (typeof namespaces === 'object' ? namespaces[0] : namespaces) ?? 'shell';
  return useMemo(() => translationOf(shown.language, first), [shown, first]);
}

/** What `useTranslation` gives; for what is no component. */
export function translationOf(language: Language, namespace: Namespace) {
  const template = (key: string, count?: number) => {
    const [of, name] = partsOf(key, namespace);
    const text = found(language, of, name, count);
    if (text !== undefined) return text;
    bringEnglish(of);
    return found('en', of, name, count) ?? key;
  };
  const translate = (key: string, values: Values = {}) =>
    filled(template(key, countOf(values)), values);
  const exists = (key: string) => found(language, ...partsOf(key, namespace)) !== undefined;
  return { t: Object.assign(translate, { template }), i18n: { language, exists } };
}

interface TransProps<Key extends string> {
  readonly t: TranslateAny<Key>;
  readonly i18nKey: Key;
  readonly count?: number;
  readonly values?: Values;
  /** What stands for the marks of the text, by their names: `<b>{{name}}</b>`. */
  readonly components: Readonly<Record<string, ReactElement>>;
}

/** A text with parts that are components. Values are put in last: what looks like a mark in one is text. */
export function Trans<Key extends string>(props: TransProps<Key>): ReactNode {
  const { t, i18nKey, count, values, components } = props;
  const all = { ...values, ...(count !== undefined && { count }) };
  // What is before a mark, its name, what is in it, and so on.
  const parts = t.template(i18nKey, count).split(/<(\w+)>(.*?)<\/\1>/);
  const nodes = parts.map((part, index) => {
    if (index % 3 === 1) return null;
    const component = index % 3 === 2 && components[parts[index - 1] ?? ''];
    return component ? cloneElement(component, {}, filled(part, all)) : filled(part, all);
  });
  return createElement(Fragment, {}, ...nodes);
}

/** `shell:cancel` → `shell`, `cancel`; without a namespace, that of the feature. */
function partsOf(key: string, namespace: string): [namespace: string, name: string] {
  const colon = key.indexOf(':');
  return colon < 0 ? [namespace, key] : [key.slice(0, colon), key.slice(colon + 1)];
}

function found(language: Language, namespace: string, name: string, count?: number) {
  const ends = count === undefined ? [''] : [...endsFor(language, count), ''];
  for (const end of ends) {
    const text = textIn(language, namespace, name + end);
    if (text !== undefined) return text;
  }
  return undefined;
}

function endsFor(language: Language, count: number): readonly string[] {
  const category = rulesOf[language].select(count);
  return [...(count === 0 ? ['_zero'] : []), `_${category}`, '_other'];
}

const rulesOf: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  vi: new Intl.PluralRules('vi'),
};

function countOf({ count }: Values): number | undefined {
  return typeof count === 'number' ? count : undefined;
}

function filled(text: string, values: Values): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_mark, name: string) => String(values[name] ?? ''));
}

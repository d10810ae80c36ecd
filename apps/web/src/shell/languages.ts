/** The languages of the product, each by the name that its speakers call it. */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'vi', name: 'Tiếng Việt' },
] as const;
export type Language = (typeof languages)[number]['tag'];

/** Whether a tag is of a language that there is. */
export function isLanguage(tag: string): tag is Language {
  return languages.some((language) => language.tag === tag);
}

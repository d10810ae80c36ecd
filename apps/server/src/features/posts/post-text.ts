/** How many tags of one post are kept, and how long one may be. */
const maxTags = 30;
const maxTagLength = 80;

/** `#word`, but not in the middle of a word or a link. CJK keyboards write `＃`. */
const tagPattern = /(?<![\p{L}\p{M}\p{N}_/&#＃])[#＃]([\p{L}\p{M}\p{N}_]+)/gu;

/** The tags of a text: folded → as it was first written in it. What holds no letter is a number, not a tag. */
export function tagsIn(text: string | null): Map<string, string> {
  const tags = new Map<string, string>();
  for (const [, word = ''] of text?.normalize('NFC').matchAll(tagPattern) ?? []) {
    if (tags.size === maxTags) break;
    const tag = foldTag(word);
    if (!/\p{L}/u.test(word) || tag.length > maxTagLength || tags.has(tag)) continue;
    tags.set(tag, word);
  }
  return tags;
}

/** One form for all ways to write a tag, with or without its `#`. */
export function foldTag(word: string): string {
  return word
    .replace(/^[#＃]/u, '')
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC');
}

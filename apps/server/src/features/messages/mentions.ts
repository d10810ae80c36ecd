/** How many names of one message are looked up. */
const maxHandles = 50;

/** `@name`, but not in the middle of a word, an e-mail address or a link; nor with more of a word behind it. */
const handlePattern = /(?<![\p{L}\p{M}\p{N}_@/])@([A-Za-z0-9._]{3,30})(?![\p{L}\p{M}\p{N}_@])/gu;

/** What one `@…` may mean: usernames in lower case, the one to prefer first. */
export type Handle = readonly string[];

/** Whom a text may name, each handle once. A dot at the end is rather that of a sentence. */
export function handlesIn(text: string | null): Handle[] {
  const handles = new Map<string, Handle>();
  for (const [, name = ''] of text?.matchAll(handlePattern) ?? []) {
    if (handles.size === maxHandles) break;
    const whole = name.toLowerCase();
    const bare = whole.replace(/\.+$/, '');
    handles.set(whole, bare === whole ? [whole] : [whole, bare]);
  }
  return [...handles.values()];
}

/** The handles of many texts in one list of names, each with its text and its place, as SQL takes them. */
export function namesOf(handlesOfTexts: readonly (readonly Handle[])[]): {
  texts: number[];
  handles: number[];
  names: string[];
} {
  const list = handlesOfTexts.flatMap((handles, text) =>
    handles.flatMap((names, handle) => names.map((name) => ({ text: text + 1, handle, name }))),
  );
  return {
    texts: list.map(({ text }) => text),
    handles: list.map(({ handle }) => handle),
    names: list.map(({ name }) => name),
  };
}

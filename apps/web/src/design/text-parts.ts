interface Place {
  /** Where it begins in the text. */
  readonly start: number;
  /** What is shown. */
  readonly text: string;
}

export type TextPart = Place &
  (
    | { readonly kind: 'text' }
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'mention' | 'tag'; readonly name: string }
  );

// Mentions and tags as the server finds them: not in the middle of a word, an e-mail address or a link.
const pattern =
  /(?<url>https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{M}\p{N}_@/])@(?<mention>[A-Za-z0-9._]{3,30})(?![\p{L}\p{M}\p{N}_@])|(?<![\p{L}\p{M}\p{N}_/&#＃])[#＃](?<tag>[\p{L}\p{M}\p{N}_]+)/giu;
/** What ends a sentence rather than a link. */
const tail = /[.,;:!?'"…]+$/u;
const shownUrlLength = 40;

/** Takes a text apart into what is plain, and its links, mentions and tags, in order. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const plain = (until: number) => {
    if (until > end) parts.push({ kind: 'text', start: end, text: text.slice(end, until) });
  };
  for (const match of text.matchAll(pattern)) {
    const part = partOf(match);
    if (!part) continue;
    plain(part.start);
    parts.push(part);
    end = part.start + part.length;
  }
  plain(text.length);
  return parts;
}

function partOf({ index, groups = {} }: RegExpExecArray): (TextPart & { length: number }) | null {
  const { url, mention, tag } = groups;
  if (url !== undefined) {
    const whole = trimUrl(url);
    if (!URL.canParse(whole)) return null;
    return { kind: 'url', start: index, url: whole, text: shortUrl(whole), length: whole.length };
  }
  // A dot at the end is rather that of a sentence.
  const name = mention?.replace(/\.+$/u, '') ?? tag ?? '';
  if (name === '') return null;
  const kind = mention === undefined ? 'tag' : 'mention';
  const text = `${kind === 'tag' ? '#' : '@'}${name}`;
  return { kind, start: index, name, text, length: text.length };
}

/** Without the punctuation of the sentence, and a bracket that was opened before the link. */
function trimUrl(url: string): string {
  const trimmed = url.replace(tail, '');
  const count = (bracket: string) => trimmed.split(bracket).length;
  const isOpenedBefore = trimmed.endsWith(')') && count(')') > count('(');
  return isOpenedBefore ? trimUrl(trimmed.slice(0, -1)) : trimmed;
}

/** `https://www.example.org/a/long/path…` → `example.org/a/long/pa…` */
function shortUrl(url: string): string {
  const bare = url.replace(/^https?:\/\/(www\.)?/iu, '').replace(/\/$/u, '');
  return bare.length > shownUrlLength ? `${bare.slice(0, shownUrlLength)}…` : bare;
}

/** The beginning of a mention or of a tag, and where in the text it stands. */
export interface TextToken {
  readonly kind: 'mention' | 'tag';
  readonly query: string;
  readonly start: number;
  readonly end: number;
}

// As the server finds them: not in the middle of a word, of an address or of a link.
const pattern =
  /(?<![\p{L}\p{M}\p{N}_@/])@(?<mention>[A-Za-z0-9._]{1,30})$|(?<![\p{L}\p{M}\p{N}_/&#＃])[#＃](?<tag>[\p{L}\p{M}\p{N}_]{1,80})$/u;

/** The mention or the tag that is being typed at a place of a text. */
export function tokenAt(text: string, place: number): TextToken | null {
  const match = pattern.exec(text.slice(0, place));
  const { mention, tag } = match?.groups ?? {};
  const query = mention ?? tag;
  if (!match || query === undefined) return null;
  return {
    kind: mention === undefined ? 'tag' : 'mention',
    query,
    start: match.index,
    end: place,
  };
}

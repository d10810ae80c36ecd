/** A stretch of a text that has one of the words that were searched for, or has none. */
export interface TextPart {
  readonly start: number;
  readonly text: string;
  readonly isMatch: boolean;
}

/** A text without accents and case, as the server compares: "Đà Nẵng" is found by "da nang". */
export function folded(text: string): string {
  return foldedCharacters(text).join('');
}

/** Takes a text apart where it has a word of the query, whatever the accents. */
export function matchParts(text: string, query: string): readonly TextPart[] {
  const characters = Array.from(text.normalize('NFC'));
  const letters = foldedCharacters(text);
  const words = query
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map(foldedCharacters);
  const marked = new Uint8Array(characters.length);
  for (const word of words) {
    for (let at = 0; at + word.length <= letters.length; at += 1) {
      if (word.every((letter, index) => letters[at + index] === letter)) {
        marked.fill(1, at, at + word.length);
      }
    }
  }
  const parts: TextPart[] = [];
  let start = 0;
  for (let at = 1; at <= characters.length; at += 1) {
    if (at < characters.length && marked[at] === marked[start]) continue;
    parts.push({ start, text: characters.slice(start, at).join(''), isMatch: marked[start] === 1 });
    start = at;
  }
  return parts;
}

const lead = 20;

/**
 * A text from a little before what was searched for on, for a line that has no room for all of it: before the
 * first whole word that matches, else before the first match.
 */
export function excerptOf(text: string, query: string): string {
  const characters = Array.from(text.normalize('NFC'));
  const isEdge = (at: number) => !/[\p{Letter}\p{Number}]/u.test(characters[at] ?? '');
  const matches = matchParts(text, query).filter(({ isMatch }) => isMatch);
  const whole = matches.find(
    ({ start, text: part }) => isEdge(start - 1) && isEdge(start + Array.from(part).length),
  );
  const found = (whole ?? matches[0])?.start ?? 0;
  if (found <= lead) return text;
  const before = characters.slice(found - lead, found).join('');
  // From the start of a word.
  return `…${before.slice(before.search(/\s/u) + 1)}${characters.slice(found).join('')}`;
}

/** Each character stays one, so that places in both texts agree. */
function foldedCharacters(text: string): string[] {
  return Array.from(text.normalize('NFC'), (character) => {
    const bare = character
      .normalize('NFD')
      .replaceAll(/\p{Mark}/gu, '')
      .normalize('NFC');
    return (bare || character).toLowerCase().replace('đ', 'd');
  });
}

/**
 * How texts are searched: the one place where they are folded and taken apart, the same for what is written
 * and for what is asked. Words are found by their parts of three characters, and by how they begin; scripts
 * that put no spaces between words, and emoji, by each character and each pair of them.
 */

/** What no space separates: written next to each other, each character may begin a word. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆\p{Extended_Pictographic}\p{Regional_Indicator}`;
const spaced = String.raw`[[\p{L}\p{N}\p{M}]--[${unspaced}]]`;
const tokenPattern = new RegExp(String.raw`(?<run>[${unspaced}]+)|(?<word>${spaced}+)`, 'gv');
const wordCharacter = new RegExp(spaced, 'v');

/** What joins or colours emoji, and soft hyphens: not part of what they say. */
const invisible = /\u00AD|\u200B|\u200C|\u200D|\u2060|\uFE0E|\uFE0F|\p{Emoji_Modifier}/gu;
/** Marks on Latin, Greek and Cyrillic letters; those of other scripts tell words apart. */
const accents = /[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF]/g;
// oxlint-disable-next-line no-control-regex
const ascii = /^[\u0000-\u007F]*$/;
/** Letters that are others with a stroke, and that Unicode does not take apart. */
const strokes: Record<string, string> = {
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};
const strokedLetters = /[đðħıłøŧßæœþ]/g;

/** The same letters in one form: lower case, composed, half-width; the accents stay. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  return ascii.test(lower) ? lower : lower.normalize('NFKC').toLowerCase().replace(invisible, '');
}

/** A text in its plain form without accents. */
function unaccented(text: string): string {
  if (ascii.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(strokedLetters, (letter) => strokes[letter] ?? letter);
}

/** What a text is searched as: "Đà Nẵng" and "da nang" are the same. */
export function fold(text: string): string {
  return unaccented(plain(text));
}

interface Token {
  /** As asked, in its plain form. */
  exact: string;
  folded: string;
  isWord: boolean;
}

function tokensOf(text: string): Token[] {
  return [...plain(text).matchAll(tokenPattern)].map(([exact, run]) => ({
    exact,
    folded: unaccented(exact),
    isWord: run === undefined,
  }));
}

/** A term as a number of 32 bits (FNV-1a). `^` is in no term: it marks how a word begins. */
function numberOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** By how many characters the terms of a token go, and which there are. */
function gramsOf({ folded, isWord }: Pick<Token, 'folded' | 'isWord'>): string[] {
  const characters = Array.from(folded);
  const length = isWord ? 3 : 2;
  const grams: string[] = [];
  for (let start = 0; start + length <= characters.length; start += 1) {
    grams.push(characters.slice(start, start + length).join(''));
  }
  return grams;
}

/** How a short word is found: by the words that it begins. */
const beginning = (characters: string): string => `^${characters}`;

/** The terms by which a text is found. */
export function termsOf(text: string): number[] {
  const terms = new Set<number>();
  for (const [, run, word] of fold(text).matchAll(tokenPattern)) {
    const folded = run ?? word ?? '';
    const isWord = run === undefined;
    for (const gram of gramsOf({ folded, isWord })) terms.add(numberOf(gram));
    if (isWord) {
      const [first = '', second] = folded;
      terms.add(numberOf(beginning(first)));
      if (second !== undefined) terms.add(numberOf(beginning(first + second)));
    } else {
      for (const character of folded) terms.add(numberOf(character));
    }
  }
  return [...terms];
}

/** Each costs a look into the index for each shelf; the found text is looked at whole anyway. */
const maxTerms = 6;

/** What somebody searches for. */
export class Query {
  readonly #tokens: readonly Token[];
  readonly #exact: string;
  readonly #folded: string;
  /** What every text that fits has among its terms, the rarest first. Empty: nothing fits. */
  readonly terms: readonly number[];
  /** Whose username it would be. */
  readonly username: string;

  constructor(asked: string) {
    this.#exact = plain(asked).trim();
    this.#folded = unaccented(this.#exact);
    this.#tokens = tokensOf(asked);
    this.terms = chooseTerms(this.#tokens);
    this.username = this.#exact.replace(/^@/, '');
  }

  /**
   * How well a text fits: 0 not at all; a word as it was asked, accents and all, above its folded form; of
   * both a whole word above a part; and the words next to each other, as asked, above the same apart.
   */
  scoreOf(text: string): number {
    if (this.#tokens.length === 0) return 0;
    const exact = plain(text);
    const folded = unaccented(exact);
    let sum = 0;
    for (const token of this.#tokens) {
      const score = tokenScore(token, exact, folded);
      if (score === 0) return 0;
      sum += score;
    }
    const together = exact.includes(this.#exact) ? 20 : folded.includes(this.#folded) ? 10 : 0;
    return Math.round((sum * 100) / this.#tokens.length) + together;
  }
}

/** Letters as often as Vietnamese and English texts without accents have them, the most frequent first. */
const frequentLetters = 'nhagticoeumdlrsbyvkpqxfwjz';

/** About how few texts have a term: more for rarer letters. */
function rarityOf(term: string): number {
  let rarity = 0;
  for (const character of term) {
    const index = frequentLetters.indexOf(character);
    rarity += character === '^' ? 0 : 3 + (index === -1 ? frequentLetters.length : index);
  }
  return rarity;
}

/** The rarest first: where one must do, it says the most. */
function chooseTerms(tokens: readonly Token[]): number[] {
  const terms = tokens.flatMap((token) => {
    const grams = gramsOf(token);
    return grams.length > 0 ? grams : [token.isWord ? beginning(token.folded) : token.folded];
  });
  const rarest = [...new Set(terms)].toSorted((one, other) => rarityOf(other) - rarityOf(one));
  return rarest.slice(0, maxTerms).map(numberOf);
}

function tokenScore({ exact, folded, isWord }: Token, text: string, foldedText: string): number {
  const asAsked = placeOf(exact, text, isWord);
  if (asAsked === 'whole') return 4;
  if (asAsked === 'part') return 3;
  const asFolded = placeOf(folded, foldedText, isWord);
  return asFolded === 'whole' ? 2 : asFolded === 'part' ? 1 : 0;
}

/** Where a text has a token. One or two letters count only where a word begins with them. */
function placeOf(token: string, text: string, isWord: boolean): 'whole' | 'part' | null {
  if (!isWord) return text.includes(token) ? 'whole' : null;
  const isShort = Array.from(token).length < 3;
  let best: 'part' | null = null;
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1)) {
    const isStart = !isWordAt(text, at - 1);
    if (isStart && !isWordAt(text, at + token.length)) return 'whole';
    if (isStart || !isShort) best = 'part';
  }
  return best;
}

function isWordAt(text: string, index: number): boolean {
  const character = text[index];
  return character !== undefined && wordCharacter.test(character);
}

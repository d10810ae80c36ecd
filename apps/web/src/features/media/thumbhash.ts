import { thumbHashToDataURL } from 'thumbhash';

const decoded = new Map<string, string>();
const atMost = 500;

/** The blurred placeholder of an image, as a `data:` address. Each is decoded once. */
export function placeholderOf(thumbhash: string): string {
  const known = decoded.get(thumbhash);
  if (known !== undefined) return known;
  const bytes = Uint8Array.from(atob(thumbhash), (character) => character.codePointAt(0) ?? 0);
  const url = thumbHashToDataURL(bytes);
  if (decoded.size >= atMost) decoded.clear();
  decoded.set(thumbhash, url);
  return url;
}

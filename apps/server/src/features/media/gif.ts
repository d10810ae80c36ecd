const extension = 0x21;
const image = 0x2c;
const trailer = 0x3b;

/**
 * Whether a GIF is all there: its blocks follow each other to the trailer, or to the end of the file.
 * The decoder shows as much of a broken-off one as it finds, so it cannot tell.
 */
export function isWholeGif(bytes: Uint8Array): boolean {
  const skipTable = (flagsAt: number, next: number): number => {
    const flags = bytes[flagsAt] ?? 0;
    return flags & 0x80 ? next + 3 * 2 ** ((flags & 7) + 1) : next;
  };
  /** Past sub-blocks, each led by its length, up to an empty one. */
  const skipBlocks = (from: number): number => {
    let at = from;
    for (let length = bytes[at]; length !== 0; length = bytes[at]) {
      if (length === undefined) return Infinity;
      at += 1 + length;
    }
    return at + 1;
  };
  let at = skipTable(10, 13);
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === trailer) return true;
    if (kind === extension) at = skipBlocks(at + 2);
    else if (kind === image) at = skipBlocks(skipTable(at + 9, at + 10) + 1);
    else return false;
  }
  return at === bytes.length;
}

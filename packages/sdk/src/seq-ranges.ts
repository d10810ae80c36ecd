export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Which seqs are known without a hole: in order, never touching each other. 0 stands for "before the first". */
export class SeqRanges {
  readonly #ranges: SeqRange[] = [];

  /** The stretch that holds a seq. */
  at(seq: number): SeqRange | null {
    const range = this.#ranges[this.#firstEndingAt(seq)];
    return range && range.from <= seq ? range : null;
  }

  add(from: number, to: number): void {
    const first = this.#firstEndingAt(from - 1);
    let end = first;
    let [low, high] = [from, to];
    for (let range = this.#ranges[end]; range && range.from <= to + 1; range = this.#ranges[end]) {
      low = Math.min(low, range.from);
      high = Math.max(high, range.to);
      end += 1;
    }
    this.#ranges.splice(first, end - first, { from: low, to: high });
  }

  /** What is before a seq is known no more. */
  cut(seq: number): void {
    this.#ranges.splice(0, this.#firstEndingAt(seq));
    const [first] = this.#ranges;
    if (first && first.from < seq) this.#ranges[0] = { from: seq, to: first.to };
  }

  /** The index of the first range that ends at a seq or behind it. */
  #firstEndingAt(seq: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.to ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

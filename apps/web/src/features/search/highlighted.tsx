import { matchParts } from '../../shell/folded.ts';

/** A text in which the words that were searched for stand out. */
export function Highlighted({ text, query }: { text: string; query: string }) {
  return matchParts(text, query).map(({ start, text: part, isMatch }) =>
    isMatch ? (
      <mark key={start} className="rounded-sm bg-brick-soft text-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

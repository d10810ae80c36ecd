interface StoryProgressProps {
  count: number;
  /** Of the one shown, from 1. */
  number: number;
  /** How much of it is over, from 0 to 1. */
  share: number;
}

/** A bar for each story; screen readers are told the place in words elsewhere. */
export function StoryProgress({ count, number, share }: StoryProgressProps) {
  return (
    <div aria-hidden className="flex gap-1">
      {Array.from({ length: count }, (_, at) => (
        <span key={at} className="h-0.5 flex-1 overflow-hidden rounded-full bg-muted">
          <span
            className="block h-full origin-left bg-on-night"
            style={{ transform: `scaleX(${at + 1 < number ? 1 : at + 1 === number ? share : 0})` }}
          />
        </span>
      ))}
    </div>
  );
}

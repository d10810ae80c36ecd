/** How many are new: up to 99 in sight, the real number in `label` ("128 unread"). Nothing for 0. */
export function Badge({
  count,
  label,
  isQuiet = false,
}: {
  count: number;
  label: string;
  /** For what is muted. */
  isQuiet?: boolean;
}) {
  if (count <= 0) return null;
  const colors = isQuiet ? 'bg-hairline text-ink' : 'bg-brick-fill text-on-brick';
  return (
    <span
      className={`inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1.5 text-[0.75rem] leading-none font-semibold whitespace-nowrap tabular-nums ${colors}`}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** Something is new, without a number. */
export function Dot({ label }: { label: string }) {
  return (
    <span className="inline-block size-2.5 rounded-full bg-brick-fill">
      <span className="sr-only">{label}</span>
    </span>
  );
}

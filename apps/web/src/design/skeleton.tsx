/** A grey shape of the size of what is coming: `<Skeleton className="h-4 w-32" />`. */
export function Skeleton({ className }: { className: string }) {
  // Its own radius, unless it is told another.
  const radius = className.includes('rounded') ? '' : 'rounded-sm';
  return <span aria-hidden className={`block animate-pulse bg-hairline ${radius} ${className}`} />;
}

/** The shape of a `ListRow` with an avatar. */
export function SkeletonRow() {
  return (
    <div aria-hidden className="flex min-h-15 items-center gap-3 px-4 py-2">
      <Skeleton className="size-10 shrink-0 rounded-full" />
      <div className="flex-1 space-y-2">
        <Skeleton className="h-3.5 w-2/5" />
        <Skeleton className="h-3 w-3/4" />
      </div>
    </div>
  );
}

/** The shape of a paragraph. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden className="space-y-3 py-1.5">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={`h-3 ${line === lines - 1 ? 'w-3/5' : 'w-full'}`} />
      ))}
    </div>
  );
}

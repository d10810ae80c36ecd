import type { ReactNode } from 'react';

/** Heard, not seen. With `isLive`, changes are read out. */
export function VisuallyHidden({
  isLive = false,
  children,
}: {
  isLive?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="sr-only" role={isLive ? 'status' : undefined}>
      {children}
    </span>
  );
}

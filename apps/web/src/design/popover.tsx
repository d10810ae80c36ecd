import { lazy, type ReactNode, type RefObject, Suspense, useState } from 'react';

export interface PopoverProps {
  isOpen: boolean;
  /** Escape, or a press outside. */
  onClose: () => void;
  /** Its name for screen readers. */
  label: string;
  /** Beside what it opens, and what gets the focus back. */
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
  /** Without space around the content. */
  isFlush?: boolean;
  children: ReactNode;
}

// What popovers need loads with the first one that opens.
const Surface = lazy(async () => ({
  default: (await import('./popover-surface.tsx')).PopoverSurface,
}));

/** Anything beside a control, as a picker. The control says `aria-expanded` and `aria-haspopup="dialog"`. */
export function Popover(props: PopoverProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <Surface {...props} />
    </Suspense>
  );
}

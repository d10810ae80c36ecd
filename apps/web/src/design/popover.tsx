import type { ReactNode, RefObject } from 'react';
import { whenOpened } from './when-opened.tsx';

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

/** Anything beside a control, as a picker. The control says `aria-expanded` and `aria-haspopup="dialog"`. */
export const Popover = whenOpened<PopoverProps>(
  async () => (await import('./popover-surface.tsx')).PopoverSurface,
);

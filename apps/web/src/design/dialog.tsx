import type { ReactNode, RefObject } from 'react';
import { Button } from './button.tsx';
import { whenOpened } from './when-opened.tsx';

export interface DialogProps {
  isOpen: boolean;
  /** Escape, a press outside, or the close button. */
  onClose: () => void;
  title: string;
  isTitleHidden?: boolean;
  /** Below the title; read out with it. */
  text?: string | undefined;
  closeLabel: string;
  /** 28, 36 or 48 rem from tablets up; on phones it is a sheet, with `full` the whole screen. */
  size?: 'sm' | 'md' | 'lg' | 'full';
  /** Without space around the content, for lists. */
  isFlush?: boolean;
  /** Stays below what scrolls: the buttons. */
  footer?: ReactNode;
  /** What gets the focus; else the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null>;
  children?: ReactNode;
}

/** A dialog: centred, on phones a sheet from below. It keeps the focus, and gives it back. */
export const Dialog = whenOpened<DialogProps>(
  async () => (await import('./dialog-surface.tsx')).DialogSurface,
);

interface ConfirmDialogProps extends Pick<DialogProps, 'isOpen' | 'onClose' | 'title' | 'text'> {
  cancelLabel: string;
  confirmLabel: string;
  onConfirm: () => void;
  /** It cannot be undone. */
  isDanger?: boolean;
  isBusy?: boolean;
  /** More than the text: a choice, or what went wrong. */
  children?: ReactNode;
}

/** Asks before an act. */
export function ConfirmDialog({
  cancelLabel,
  confirmLabel,
  onConfirm,
  isDanger = false,
  isBusy,
  ...dialog
}: ConfirmDialogProps) {
  return (
    <Dialog
      {...dialog}
      size="sm"
      closeLabel={cancelLabel}
      footer={
        <>
          <Button variant="quiet" onClick={dialog.onClose}>
            {cancelLabel}
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} onClick={onConfirm} isBusy={isBusy}>
            {confirmLabel}
          </Button>
        </>
      }
    />
  );
}

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

const widths = {
  sm: 'tablet:max-w-112',
  md: 'tablet:max-w-144',
  lg: 'tablet:max-w-192',
  full: 'max-tablet:h-dvh max-tablet:max-h-dvh max-tablet:rounded-none max-tablet:border-0 tablet:max-w-144',
} as const;

/** What a `Dialog` shows; it loads with the first one. */
export function DialogSurface({
  isOpen,
  onClose,
  title,
  isTitleHidden = false,
  text,
  closeLabel,
  size = 'md',
  isFlush = false,
  footer,
  initialFocus,
  children,
}: DialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-end justify-center tablet:items-center tablet:p-6">
          <Dialog.Popup
            {...(initialFocus && { initialFocus })}
            className={`flex max-h-[92dvh] w-full flex-col overflow-hidden rounded-t-lg border border-hairline bg-raised text-ink shadow-float outline-none transition duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0 max-tablet:data-ending-style:translate-y-8 max-tablet:data-starting-style:translate-y-8 tablet:max-h-full tablet:rounded-lg ${widths[size]}`}
          >
            <header className="flex items-start gap-2 py-2 pr-2 pl-4">
              <Dialog.Title
                className={
                  isTitleHidden ? 'sr-only' : 'min-w-0 flex-1 py-2.5 text-title font-semibold'
                }
              >
                {title}
              </Dialog.Title>
              <Dialog.Close
                render={<IconButton label={closeLabel} icon={<X />} className="ml-auto" />}
              />
            </header>
            <div
              className={`min-h-0 flex-1 overflow-y-auto overscroll-contain ${isFlush ? '' : 'px-4'} ${footer === undefined ? 'pb-[max(1.25rem,env(safe-area-inset-bottom))]' : 'pb-2'}`}
            >
              {text !== undefined && (
                <Dialog.Description className={`pb-3 text-muted ${isFlush ? 'px-4' : ''}`}>
                  {text}
                </Dialog.Description>
              )}
              {children}
            </div>
            {footer !== undefined && (
              <footer className="flex flex-wrap justify-end gap-2 px-4 pt-3 pb-[max(1.25rem,env(safe-area-inset-bottom))]">
                {footer}
              </footer>
            )}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

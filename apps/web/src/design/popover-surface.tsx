import { Popover } from '@base-ui/react/popover';
import type { PopoverProps } from './popover.tsx';

/** What a `Popover` shows; it loads with the first one. */
export function PopoverSurface({
  isOpen,
  onClose,
  label,
  anchor,
  side = 'bottom',
  align = 'end',
  isFlush = false,
  children,
}: PopoverProps) {
  return (
    <Popover.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-40"
        >
          <Popover.Popup
            aria-label={label}
            finalFocus={anchor}
            className={`max-h-(--available-height) max-w-[calc(100vw-16px)] overflow-y-auto overscroll-contain rounded-md border border-hairline bg-raised text-ink shadow-float outline-none transition duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 ${isFlush ? '' : 'p-4'}`}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

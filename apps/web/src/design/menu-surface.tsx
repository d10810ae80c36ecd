import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { MenuEntry, MenuSurfaceProps } from './menu.tsx';

const row =
  'icons flex min-h-11 w-full cursor-default items-center gap-3 px-4 py-1.5 text-left outline-none select-none data-highlighted:bg-hover data-disabled:text-muted data-disabled:opacity-60';

/** What a `Menu` shows; it loads with the first one. */
export function MenuSurface({
  isOpen,
  onClose,
  label,
  entries,
  anchor,
  at,
  header,
  align = 'end',
}: MenuSurfaceProps) {
  const place = at
    ? { getBoundingClientRect: () => DOMRect.fromRect({ x: at.x, y: at.y }) }
    : anchor;
  const around = anchor.current?.closest<HTMLElement>('main, [role=dialog]') ?? document.body;
  return (
    <Menu.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      {/* Beside what it belongs to, so that it stands in a landmark, or in its dialog. */}
      <Menu.Portal container={around}>
        <Menu.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0 tablet:hidden" />
        <Menu.Positioner
          anchor={place}
          // A dialog cuts off what is placed within it, but not what is placed on the screen.
          positionMethod={around.role === 'dialog' ? 'fixed' : 'absolute'}
          align={at ? 'start' : align}
          sideOffset={at ? 0 : 4}
          collisionPadding={8}
          className="menu-positioner z-40 outline-none"
        >
          <Menu.Popup
            aria-label={label}
            finalFocus={anchor}
            className="max-h-(--available-height) w-full overflow-y-auto overscroll-contain border border-hairline bg-raised py-2 text-ink shadow-float outline-none transition duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 max-tablet:rounded-t-lg max-tablet:pb-[max(0.5rem,env(safe-area-inset-bottom))] max-tablet:data-starting-style:translate-y-4 tablet:max-w-88 tablet:min-w-52 tablet:rounded-md"
          >
            {header}
            {entries.map((entry, index) => {
              if (!entry) return null;
              if (entry === 'separator')
                // Separators have no name, and never move.
                // oxlint-disable-next-line react/no-array-index-key
                return <Menu.Separator key={index} className="my-2 h-px bg-hairline" />;
              return <Entry key={entry.label} entry={entry} />;
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entry({ entry }: { entry: Exclude<MenuEntry, 'separator'> }) {
  if ('render' in entry) {
    return (
      <Menu.LinkItem render={entry.render} closeOnClick className={row}>
        <Label entry={entry} />
      </Menu.LinkItem>
    );
  }
  const { isChecked, isDisabled = false, isDanger = false, onSelect } = entry;
  const className = `${row} ${isDanger ? 'text-brick' : ''}`;
  if (isChecked !== undefined) {
    return (
      <Menu.CheckboxItem
        checked={isChecked}
        onCheckedChange={onSelect}
        disabled={isDisabled}
        closeOnClick
        className={className}
      >
        <Label entry={entry} />
        {isChecked && <Check aria-hidden className="text-brick" />}
      </Menu.CheckboxItem>
    );
  }
  return (
    <Menu.Item onClick={onSelect} disabled={isDisabled} className={className}>
      <Label entry={entry} />
    </Menu.Item>
  );
}

function Label({ entry }: { entry: Exclude<MenuEntry, 'separator'> }) {
  return (
    <>
      {entry.icon !== undefined && (
        <span aria-hidden className="inline-flex">
          {entry.icon}
        </span>
      )}
      <span className="min-w-0 flex-1">
        {entry.label}
        {'hint' in entry && entry.hint !== undefined && (
          <span className="block text-caption text-muted">{entry.hint}</span>
        )}
      </span>
    </>
  );
}

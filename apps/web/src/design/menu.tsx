import {
  cloneElement,
  type MouseEventHandler,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { whenOpened } from './when-opened.tsx';

export type MenuEntry =
  | 'separator'
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      /** Below the label. */
      readonly hint?: string;
      readonly isDanger?: boolean;
      readonly isDisabled?: boolean;
      /** Makes it a switch in the menu. */
      readonly isChecked?: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      /** Where it leads: `<Link to="/" />` or `<a href="…" />`. */
      readonly render: ReactElement;
    };

/** A place on the screen, as of a right click. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface MenuSurfaceProps {
  isOpen: boolean;
  onClose: () => void;
  label: string;
  /** `false` and `undefined` are left out, so that entries can depend. */
  entries: readonly (MenuEntry | false | undefined)[];
  /** Where it opens; it also gets the focus back. */
  anchor: RefObject<HTMLElement | null>;
  /** Opens here instead of at the anchor. */
  at?: MenuPoint | null | undefined;
  /** Above the entries, as a row of quick reactions. */
  header?: ReactNode;
  align?: 'start' | 'end';
}

// What menus need loads when the first one opens, or a moment before.
const load = async () => (await import('./menu-surface.tsx')).MenuSurface;

interface TriggerProps {
  ref?: RefObject<HTMLElement | null>;
  onClick?: MouseEventHandler<HTMLElement>;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

interface MenuProps extends Pick<MenuSurfaceProps, 'label' | 'entries' | 'header' | 'align'> {
  /** The button that opens it: `<IconButton label="More" icon={<Ellipsis />} />`. */
  trigger: ReactElement<TriggerProps>;
}

/** A button with a menu. */
export function Menu({ trigger, ...menu }: MenuProps) {
  const anchor = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onPointerEnter: () => void load(),
        onFocus: () => void load(),
        onClick: () => setOpen(true),
      })}
      <MenuAt {...menu} isOpen={isOpen} onClose={() => setOpen(false)} anchor={anchor} />
    </>
  );
}

/** A menu that something else opens: a right click, a long press, a key. */
export const MenuAt = whenOpened<MenuSurfaceProps>(load);

import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';

type TabLink = ReactElement<{ className?: string; children?: ReactNode; 'aria-current'?: 'page' }>;

interface TabLinksProps {
  /** Of the navigation. */
  label: string;
  tabs: readonly {
    readonly key: string;
    readonly label: string;
    readonly isCurrent: boolean;
    /** `<Link to="…" />` */
    readonly render: TabLink;
  }[];
}

/** Tabs that are pages of their own. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  const row = useRef<HTMLElement>(null);
  const currentKey = tabs.find(({ isCurrent }) => isCurrent)?.key;
  useLayoutEffect(() => {
    // Where they do not all fit, the current one is in sight.
    const current = row.current?.querySelector<HTMLElement>('[aria-current]');
    if (!row.current || !current || currentKey === undefined) return;
    row.current.scrollLeft =
      current.offsetLeft - (row.current.clientWidth - current.offsetWidth) / 2;
  }, [currentKey]);
  return (
    <nav
      ref={row}
      aria-label={label}
      className="relative flex overflow-x-auto border-b border-hairline [scrollbar-width:none]"
    >
      {tabs.map(({ key, label, isCurrent, render }) =>
        cloneElement(
          render,
          {
            key,
            ...(isCurrent && { 'aria-current': 'page' as const }),
            className: `group flex min-h-12 min-w-fit flex-1 justify-center px-3 whitespace-nowrap -outline-offset-2 transition-colors hover:bg-hover ${isCurrent ? 'font-semibold text-ink' : 'text-muted hover:text-ink'}`,
          },
          <span
            className={`flex items-center border-b-2 pt-0.5 ${isCurrent ? 'border-brick' : 'border-transparent'}`}
          >
            {label}
          </span>,
        ),
      )}
    </nav>
  );
}

interface SegmentedControlProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { readonly value: Value; readonly label: string }[];
}

/** A few ways to see the same; arrow keys choose. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  onChange,
  options,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 rounded-md bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="touch flex min-h-10 min-w-0 flex-1 cursor-pointer items-center justify-center rounded-[10px] border border-transparent px-2 text-center text-muted transition-colors hover:text-ink has-checked:border-hairline has-checked:bg-raised has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brick"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 z-1 cursor-[inherit] appearance-none outline-none"
          />
          <span className="min-w-0 truncate">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

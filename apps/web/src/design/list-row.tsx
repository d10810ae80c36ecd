import { cloneElement, type ReactElement, type ReactNode } from 'react';

interface ListRowProps {
  /** An avatar or an icon. */
  leading?: ReactNode;
  title: ReactNode;
  subtitle?: ReactNode;
  /** At the end, as a button of its own or a time: not part of what the row does. */
  trailing?: ReactNode;
  /** Makes the row a link: `<Link to="…" />`. */
  render?: ReactElement<{ className?: string; children?: ReactNode }>;
  /** Makes the row a button. */
  onSelect?: () => void;
  isCurrent?: boolean;
  isDanger?: boolean;
  className?: string;
}

/** A row of a list: all of it leads where its title leads. */
export function ListRow({
  leading,
  title,
  subtitle,
  trailing,
  render,
  onSelect,
  isCurrent = false,
  isDanger = false,
  className = '',
}: ListRowProps) {
  const canAct = render !== undefined || onSelect !== undefined;
  // The pressable area is the whole row, and controls in `trailing` lie above it.
  const act = 'text-left outline-none after:absolute after:inset-0';
  const ground = isCurrent ? 'bg-brick-soft' : canAct ? 'hover:bg-hover active:bg-hover' : '';
  return (
    <div
      aria-current={isCurrent || undefined}
      className={`icons relative flex min-h-14 items-center gap-3 px-4 py-2 transition-colors has-[[data-row-act]:focus-visible]:outline-2 has-[[data-row-act]:focus-visible]:-outline-offset-2 has-[[data-row-act]:focus-visible]:outline-brick ${ground} ${className}`}
    >
      {leading !== undefined && <span className="flex shrink-0">{leading}</span>}
      <div className="min-w-0 flex-1">
        <div className={`truncate font-semibold ${isDanger ? 'text-brick' : ''}`}>
          {render !== undefined ? (
            cloneElement(render, { className: act, ...rowAct }, title)
          ) : onSelect === undefined ? (
            title
          ) : (
            <button
              type="button"
              onClick={onSelect}
              {...rowAct}
              className={`max-w-full truncate ${act}`}
            >
              {title}
            </button>
          )}
        </div>
        {subtitle !== undefined && (
          <div className="truncate text-caption text-muted">{subtitle}</div>
        )}
      </div>
      {trailing !== undefined && (
        <div className="relative z-1 flex shrink-0 items-center gap-2 text-caption text-muted">
          {trailing}
        </div>
      )}
    </div>
  );
}

const rowAct = { 'data-row-act': '' };

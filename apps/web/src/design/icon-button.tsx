import { cloneElement, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { Badge } from './badge.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'disabled'> {
  /** What it does: its name for screen readers, and its tooltip. */
  label: string;
  icon: ReactNode;
  /** `onNight` stands on pictures and stories, `raised` floats over what scrolls. */
  variant?: 'quiet' | 'filled' | 'danger' | 'onNight' | 'raised';
  /** 44 px, or 36 px with a target of 44 px. */
  size?: 'md' | 'sm';
  badge?: { readonly count: number; readonly label: string } | undefined;
  isDisabled?: boolean | undefined;
  /** Of a button that stays pressed. */
  isPressed?: boolean | undefined;
}

const variants = {
  quiet:
    'text-muted hover:bg-hover hover:text-ink active:bg-hairline aria-pressed:bg-brick-soft aria-pressed:text-brick aria-expanded:bg-hover aria-expanded:text-ink',
  filled: 'bg-brick-fill text-on-brick hover:bg-brick-fill-hover',
  danger: 'text-brick hover:bg-brick-soft active:bg-brick-soft',
  onNight: 'bg-scrim text-on-night hover:bg-night active:bg-night outline-on-night',
  raised:
    'border border-hairline bg-raised text-ink shadow-float hover:bg-hover active:bg-hairline',
} as const;

/** A button that is only an icon. */
export function IconButton({
  label,
  icon,
  variant = 'quiet',
  size = 'md',
  badge,
  isDisabled = false,
  isPressed,
  className = '',
  ...props
}: IconButtonProps) {
  const space = size === 'md' ? 'size-11' : 'touch size-9';
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...props}
        disabled={isDisabled}
        aria-label={badge && badge.count > 0 ? `${label}, ${badge.label}` : label}
        aria-pressed={isPressed}
        className={`icons relative inline-flex shrink-0 items-center justify-center rounded-full transition-colors disabled:bg-transparent disabled:text-muted disabled:opacity-50 ${space} ${variants[variant]} ${className}`}
      >
        {icon}
      </button>
      {badge && (
        <span
          aria-hidden
          className={`pointer-events-none absolute left-1/2 ${variant === 'raised' ? '-top-2.5 -translate-x-1/2' : 'top-0.5 ml-0.5'}`}
        >
          <Badge {...badge} />
        </span>
      )}
    </Tooltip>
  );
}

interface IconLinkProps extends Pick<IconButtonProps, 'label' | 'icon'> {
  /** The link: `<Link to="/settings" />`. */
  render: ReactElement<{ className?: string; children?: ReactNode; 'aria-label'?: string }>;
}

/** A link that is only an icon. */
export function IconLink({ label, icon, render }: IconLinkProps) {
  const className = `icons inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-colors ${variants.quiet}`;
  return (
    <Tooltip text={label}>{cloneElement(render, { className, 'aria-label': label }, icon)}</Tooltip>
  );
}

import { cloneElement, type ComponentProps, type ReactElement, type ReactNode } from 'react';

interface ButtonLook {
  /** One primary a view; what stands in each row of a list is `soft`. */
  variant?: 'primary' | 'soft' | 'secondary' | 'quiet' | 'danger' | 'link';
  /** 44 px high, or 36 px with a target of 44 px. */
  size?: 'md' | 'sm';
  /** Before the text. */
  icon?: ReactNode;
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'>, ButtonLook {
  isDisabled?: boolean | undefined;
  /** Keeps its width and its focus, and cannot be pressed again. */
  isBusy?: boolean | undefined;
  /** What screen readers hear while it is busy, as "Saving". */
  busyLabel?: string | undefined;
}

const variants = {
  primary:
    'bg-brick-fill text-on-brick border-transparent hover:bg-brick-fill-hover active:bg-brick-fill-hover',
  soft: 'border-transparent bg-brick-soft text-brick hover:border-brick active:border-brick',
  secondary: 'border-edge text-ink bg-surface hover:bg-hover active:bg-hairline',
  quiet: 'border-transparent text-ink hover:bg-hover active:bg-hairline',
  danger: 'border-brick text-brick bg-surface hover:bg-brick-soft active:bg-brick-soft',
  link: 'border-transparent text-brick underline-offset-4 hover:underline active:underline',
} as const;

const off =
  'disabled:border-transparent disabled:bg-sunken disabled:text-muted disabled:no-underline';

function buttonClass({ variant = 'primary', size = 'md' }: ButtonLook, more = ''): string {
  const space =
    size === 'md' ? 'min-h-11 rounded-md px-5' : 'touch min-h-9 rounded-sm px-3 text-caption';
  return `icons relative inline-flex max-w-full shrink-0 select-none items-center justify-center gap-2 border py-1 text-center font-semibold transition-colors ${space} ${variants[variant]} ${off} ${more}`;
}

/** A button. Its text says what it does; `type` is `button` unless said otherwise. */
export function Button({
  variant,
  size,
  icon,
  isDisabled = false,
  isBusy = false,
  busyLabel,
  className,
  children,
  onClick,
  ...props
}: ButtonProps) {
  const look = { ...(variant && { variant }), ...(size && { size }) };
  return (
    <button
      type="button"
      {...props}
      disabled={isDisabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        // A busy button keeps the focus, so it is not `disabled`.
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
      className={buttonClass(look, className)}
    >
      <Content icon={icon} isBusy={isBusy}>
        {children}
      </Content>
      <span role="status" className="sr-only">
        {isBusy ? busyLabel : ''}
      </span>
    </button>
  );
}

interface ButtonLinkProps extends ButtonLook {
  /** The link: `<Link to="/" />` or `<a href="…" />`. */
  render: ReactElement<{ className?: string; children?: ReactNode }>;
  className?: string;
  children: ReactNode;
}

/** A link that looks like a button. */
export function ButtonLink({ render, icon, className, children, ...look }: ButtonLinkProps) {
  return cloneElement(
    render,
    { className: buttonClass(look, className) },
    <Content icon={icon}>{children}</Content>,
  );
}

function Content({
  icon,
  isBusy = false,
  children,
}: {
  icon: ReactNode;
  isBusy?: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <span className={`inline-flex items-center gap-2 ${isBusy ? 'opacity-0' : ''}`}>
        {icon !== undefined && (
          <span aria-hidden className="-ml-1 inline-flex">
            {icon}
          </span>
        )}
        <span className="min-w-0">{children}</span>
      </span>
      {isBusy && (
        <span aria-hidden className="absolute inset-0 flex items-center justify-center gap-1">
          <i className="size-1.5 animate-pulse rounded-full bg-current" />
          <i className="size-1.5 animate-pulse rounded-full bg-current [animation-delay:200ms]" />
          <i className="size-1.5 animate-pulse rounded-full bg-current [animation-delay:400ms]" />
        </span>
      )}
    </>
  );
}

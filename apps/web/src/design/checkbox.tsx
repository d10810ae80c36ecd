import { Check } from 'lucide-react';
import type { ComponentProps } from 'react';

/** A choice that is sent with a form, or one of several; the whole row can be pressed. */
export function Checkbox({
  label,
  hint,
  disabled = false,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { label: string; hint?: string | undefined }) {
  return (
    <label
      className={`flex min-h-11 items-start gap-3 py-2.5 ${disabled ? 'text-muted' : 'cursor-pointer'}`}
    >
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          {...props}
          type="checkbox"
          disabled={disabled}
          className="peer size-5 cursor-[inherit] appearance-none rounded-sm border border-edge bg-surface transition-colors checked:border-brick-fill checked:bg-brick-fill disabled:opacity-50"
        />
        <Check
          aria-hidden
          strokeWidth={2.5}
          className="pointer-events-none absolute inset-0.5 size-4 text-on-brick opacity-0 peer-checked:opacity-100"
        />
      </span>
      <span className="min-w-0 flex-1">
        {label}
        {hint !== undefined && <span className="block text-caption text-muted">{hint}</span>}
      </span>
    </label>
  );
}

import type { ComponentProps } from 'react';

interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked'> {
  label: string;
  hint?: string | undefined;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A setting that takes effect at once; the whole row can be pressed. */
export function Switch({ label, hint, isOn, onChange, disabled = false, ...props }: SwitchProps) {
  return (
    <label
      className={`flex min-h-11 items-center gap-4 py-2 ${disabled ? 'text-muted' : 'cursor-pointer'}`}
    >
      <span className="min-w-0 flex-1">
        {label}
        {hint !== undefined && <span className="block text-caption text-muted">{hint}</span>}
      </span>
      <span className="relative inline-flex shrink-0">
        <input
          {...props}
          type="checkbox"
          role="switch"
          disabled={disabled}
          checked={isOn}
          aria-checked={isOn}
          onChange={({ target }) => onChange(target.checked)}
          className="peer h-7 w-12 cursor-[inherit] appearance-none rounded-full border border-edge bg-sunken transition-colors checked:border-brick-fill checked:bg-brick-fill disabled:opacity-50"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-1 left-1 size-5 rounded-full bg-edge transition duration-120 peer-checked:translate-x-5 peer-checked:bg-on-brick"
        />
      </span>
    </label>
  );
}

import { useId } from 'react';

interface RadioGroupProps<Value extends string> {
  /** Of the whole group. */
  label: string;
  isLabelHidden?: boolean;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint?: string | undefined;
    readonly isDisabled?: boolean;
  }[];
}

/** One of a few, all in sight; arrow keys choose. */
export function RadioGroup<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onChange,
  options,
}: RadioGroupProps<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={isLabelHidden ? 'sr-only' : 'pb-1 font-semibold'}>{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={`flex min-h-11 items-start gap-3 py-2.5 ${option.isDisabled ? 'text-muted' : 'cursor-pointer'}`}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            disabled={option.isDisabled}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="mt-0.5 size-5 shrink-0 cursor-[inherit] appearance-none rounded-full border border-edge bg-surface transition-colors checked:border-6 checked:border-brick-fill checked:bg-on-brick disabled:opacity-50"
          />
          <span className="min-w-0 flex-1">
            {option.label}
            {option.hint !== undefined && (
              <span className="block text-caption text-muted">{option.hint}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

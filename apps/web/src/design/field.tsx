import { ChevronDown, CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { IconButton } from './icon-button.tsx';

interface FieldProps {
  /** Above the field. */
  label: string;
  isLabelHidden?: boolean;
  /** How to fill it in. */
  hint?: string | undefined;
  /** What is wrong with it. */
  error?: string | undefined;
}

/** Shows how much of `maxLength` is written: the text for screen readers comes with it. */
interface CounterProps {
  /** As "20 of 500 characters". */
  counterLabel?: ((length: number, maxLength: number) => string) | undefined;
}

const control =
  'w-full min-w-0 rounded-md border border-edge bg-surface text-input text-ink placeholder:text-muted transition-colors hover:border-muted focus:border-brick focus:outline-1 focus:outline-offset-0 focus:outline-brick aria-invalid:border-brick disabled:border-hairline disabled:bg-sunken disabled:text-muted';

/** A line of text. */
export function TextField({
  label,
  isLabelHidden,
  hint,
  error,
  counterLabel,
  leading,
  className = '',
  onChange,
  ...props
}: FieldProps & CounterProps & ComponentProps<'input'> & { leading?: ReactNode }) {
  const [length, count] = useLength(props.value ?? props.defaultValue);
  return (
    <Field
      {...{ label, isLabelHidden, hint, error }}
      id={props.id}
      counter={counterOf(length, props.maxLength, counterLabel)}
    >
      {(names) => (
        <span className="relative block">
          {leading !== undefined && (
            <span
              aria-hidden
              className="icons pointer-events-none absolute inset-y-0 left-3 flex items-center text-muted"
            >
              {leading}
            </span>
          )}
          <input
            {...props}
            {...names}
            onChange={(event) => {
              count(event.target.value);
              onChange?.(event);
            }}
            className={`${control} h-11 ${leading === undefined ? 'px-3' : 'pr-3 pl-10'} ${className}`}
          />
        </span>
      )}
    </Field>
  );
}

/** A password, which can be shown. */
export function PasswordField({
  label,
  isLabelHidden,
  hint,
  error,
  showLabel,
  hideLabel,
  ...props
}: FieldProps & Omit<ComponentProps<'input'>, 'type'> & { showLabel: string; hideLabel: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <Field {...{ label, isLabelHidden, hint, error }} id={props.id}>
      {(names) => (
        <span className="relative block">
          <input
            autoCapitalize="none"
            spellCheck={false}
            {...props}
            {...names}
            type={isShown ? 'text' : 'password'}
            className={`${control} h-11 pr-12 pl-3`}
          />
          <span className="absolute inset-y-0 right-0">
            <IconButton
              label={isShown ? hideLabel : showLabel}
              icon={isShown ? <EyeOff /> : <Eye />}
              onClick={() => setShown(!isShown)}
            />
          </span>
        </span>
      )}
    </Field>
  );
}

/** Lines of text: grows with them, to about ten. */
export function TextArea({
  label,
  isLabelHidden,
  hint,
  error,
  counterLabel,
  className = '',
  rows = 3,
  onChange,
  ...props
}: FieldProps & CounterProps & ComponentProps<'textarea'>) {
  const [length, count] = useLength(props.value ?? props.defaultValue);
  return (
    <Field
      {...{ label, isLabelHidden, hint, error }}
      id={props.id}
      counter={counterOf(length, props.maxLength, counterLabel)}
    >
      {(names) => (
        <textarea
          {...props}
          {...names}
          rows={rows}
          onChange={(event) => {
            count(event.target.value);
            onChange?.(event);
          }}
          className={`${control} block field-sizing-content max-h-64 min-h-11 resize-none px-3 py-2.5 ${className}`}
          style={{ minHeight: `${rows * 24 + 22}px` }}
        />
      )}
    </Field>
  );
}

/** One of a few: the list of the device, so that phones show their own. Children are `<option>`s. */
export function Select({
  label,
  isLabelHidden,
  hint,
  error,
  className = '',
  children,
  ...props
}: FieldProps & ComponentProps<'select'>) {
  return (
    <Field {...{ label, isLabelHidden, hint, error }} id={props.id}>
      {(names) => (
        <span className="icons relative block">
          <select
            {...props}
            {...names}
            className={`${control} h-11 appearance-none truncate pr-10 pl-3 ${className}`}
          >
            {children}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-3 right-3 text-muted"
          />
        </span>
      )}
    </Field>
  );
}

interface Counter {
  readonly text: string;
  readonly label: string;
  readonly isNear: boolean;
}

/** The label above, and below the error or the hint, and the counter. */
function Field({
  id: givenId,
  label,
  isLabelHidden = false,
  hint,
  error,
  counter = null,
  children,
}: {
  id: string | undefined;
  label: string;
  isLabelHidden: boolean | undefined;
  hint: string | undefined;
  error: string | undefined;
  counter?: Counter | null;
  children: (names: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const noteId = `${ownId}-note`;
  const note = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'font-semibold'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {(note !== undefined || counter !== null) && (
        <div className="flex items-start gap-3 text-caption">
          <p
            id={noteId}
            className={`flex flex-1 items-start gap-1.5 ${error === undefined ? 'text-muted' : 'text-brick'}`}
          >
            {error !== undefined && (
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            )}
            {note}
          </p>
          {counter !== null && (
            <span className={`tabular-nums ${counter.isNear ? 'text-brick' : 'text-muted'}`}>
              <span aria-hidden>{counter.text}</span>
              <span className="sr-only" role={counter.isNear ? 'status' : undefined}>
                {counter.label}
              </span>
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** The length of what is written, also when nobody but the element holds it. */
function useLength(value: ComponentProps<'input'>['value']): [number, (text: string) => void] {
  const given = typeof value === 'string' ? value : '';
  const [written, setWritten] = useState<string | null>(null);
  return [written?.length ?? given.length, setWritten];
}

function counterOf(
  length: number,
  maxLength: number | undefined,
  label: CounterProps['counterLabel'],
): Counter | null {
  if (maxLength === undefined || !label) return null;
  return {
    text: `${length}/${maxLength}`,
    label: label(length, maxLength),
    isNear: length >= maxLength * 0.9,
  };
}

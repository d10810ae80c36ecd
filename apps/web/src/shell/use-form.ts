import { useErrorText, fieldErrors } from './errors.ts';
import { type FormEvent, type RefObject, useRef, useState } from 'react';

/** What is wrong with a field of the form, or null when it is right. */
type Check = (values: FormValues) => string | null;
type FormValues = Readonly<Record<string, string>>;

interface FormOptions {
  /** By the field's name, checked before anything is sent. */
  checks?: Readonly<Record<string, Check>>;
  submit(values: FormValues): Promise<void>;
  /** The text for an error that is no single field's fault; null: the usual one. */
  explain?(error: unknown): string | null;
}

interface FormState {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly isBusy: boolean;
  /** By the field's name. */
  readonly errors: Readonly<Record<string, string>>;
  /** What is wrong with the whole. */
  readonly problem: string | null;
  onSubmit(event: FormEvent<HTMLFormElement>): void;
}

/**
 * A native form: checks, sends, and shows what the server says at the field that it names; the first wrong
 * field gets the focus.
 */
export function useForm({ checks = {}, submit, explain }: FormOptions): FormState {
  const errorText = useErrorText();
  const ref = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);

  const show = (wrong: Readonly<Record<string, string>>, whole: string | null) => {
    setErrors(wrong);
    setProblem(whole);
    const first = [...(ref.current?.elements ?? [])].find(
      (element) => element instanceof HTMLElement && (element.getAttribute('name') ?? '') in wrong,
    );
    if (first instanceof HTMLElement) first.focus();
  };

  const send = async (values: FormValues) => {
    const wrong = Object.entries(checks).flatMap(([name, check]) => {
      const text = check(values);
      return text === null ? [] : [[name, text] as const];
    });
    if (wrong.length > 0) return show(Object.fromEntries(wrong), null);
    setBusy(true);
    show({}, null);
    try {
      await submit(values);
    } catch (error) {
      const fields = fieldErrors(error);
      const isOfFields = Object.keys(fields).length > 0;
      show(fields, isOfFields ? null : (explain?.(error) ?? errorText(error)));
    } finally {
      setBusy(false);
    }
  };

  return {
    ref,
    isBusy,
    errors,
    problem,
    onSubmit(event) {
      event.preventDefault();
      if (!isBusy) void send(valuesOf(event.currentTarget));
    },
  };
}

/** What was typed; files are no part of it. */
function valuesOf(form: HTMLFormElement): FormValues {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') values[name] = value;
  }
  return values;
}

import { useErrorText, useFieldTexts } from './errors.ts';
import { type FormEvent, type RefObject, useRef, useState } from 'react';

/** What is wrong with a field of the form, or null when it is right. */
type Check = (values: FormValues) => string | null;
type FormValues = Readonly<Record<string, string>>;

interface FormOptions {
  /** By the field's name, checked before anything is sent. */
  checks?: Readonly<Record<string, Check>>;
  /** @throws FieldsRefused for what `submit` finds wrong itself. */
  submit(values: FormValues): Promise<void>;
  /** By the field's name: what to say when the server does not accept what is in it. */
  refused?: FormValues;
  /** The text for an error that is no single field's fault; null: the usual one. */
  explain?(error: unknown): string | null;
}

/** What is wrong with fields, by their names, in the language shown. */
export class FieldsRefused extends Error {
  readonly texts: FormValues;

  constructor(texts: FormValues) {
    super('fields were refused');
    this.texts = texts;
  }
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
 * A native form: checks, sends, and tells what the server does not accept at the field that it names; the first
 * wrong field gets the focus.
 */
export function useForm({ checks = {}, refused = {}, submit, explain }: FormOptions): FormState {
  const errorText = useErrorText();
  const fieldTexts = useFieldTexts();
  const ref = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);

  const show = (wrong: Readonly<Record<string, string>>, whole: string | null) => {
    setErrors(wrong);
    setProblem(whole);
    fieldsOf(ref.current)
      .find(({ name }) => name in wrong)
      ?.element.focus();
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
      const texts = error instanceof FieldsRefused ? error.texts : fieldTexts(error, refused);
      // Of what no field of the form holds, the whole form tells.
      const names = new Set(fieldsOf(ref.current).map(({ name }) => name));
      const wrong = Object.entries(texts).filter(([name]) => names.has(name));
      const whole = wrong.length > 0 ? null : (explain?.(error) ?? errorText(error));
      show(Object.fromEntries(wrong), whole);
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

function fieldsOf(form: HTMLFormElement | null) {
  return [...(form?.elements ?? [])].flatMap((element) => {
    const name = element.getAttribute('name');
    return element instanceof HTMLElement && name !== null ? [{ name, element }] : [];
  });
}

/** What was typed; files are no part of it. */
function valuesOf(form: HTMLFormElement): FormValues {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') values[name] = value;
  }
  return values;
}

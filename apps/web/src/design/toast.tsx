import { CircleAlert, CircleCheck } from 'lucide-react';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';

export interface Toast {
  readonly text: string;
  readonly kind?: 'info' | 'error' | 'success';
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

interface Toasts {
  /** Tells something in passing. Nothing that a person must see may be told by a toast alone. */
  show(toast: Toast): void;
}

const shownMs = 5_000;
/** Of what asks for more: an error to read, an action to reach. */
const longMs = 9_000;
const atMost = 3;
const ToastContext = createContext<Toasts | null>(null);
let lastNumber = 0;

/** Shows toasts above the page, the newest last; they are read out politely. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly (Toast & { readonly number: number })[]>([]);
  const toasts = useMemo(
    () => ({
      show: (toast: Toast) =>
        setShown((before) => [...before, { ...toast, number: ++lastNumber }].slice(-atMost)),
    }),
    [],
  );
  const close = (number: number) =>
    setShown((before) => before.filter((toast) => toast.number !== number));
  return (
    <ToastContext value={toasts}>
      {children}
      {createPortal(
        <div
          role="status"
          className="pointer-events-none fixed inset-x-0 bottom-bar z-50 mb-4 flex flex-col items-center gap-2 px-4 tablet:bottom-6 tablet:mb-0"
        >
          {shown.map(({ number, ...toast }) => (
            <ToastCard key={number} {...toast} onClose={() => close(number)} />
          ))}
        </div>,
        document.body,
      )}
    </ToastContext>
  );
}

/** @throws Error outside a `ToastProvider` */
export function useToast(): Toasts {
  const toasts = use(ToastContext);
  if (!toasts) throw new Error('there is no ToastProvider');
  return toasts;
}

const icons = {
  info: null,
  error: <CircleAlert aria-hidden />,
  success: <CircleCheck aria-hidden />,
} as const;

function ToastCard({ text, kind = 'info', action, onClose }: Toast & { onClose: () => void }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(onClose, action || kind === 'error' ? longMs : shownMs);
    return () => clearTimeout(timer);
    // `onClose` is new at every rendering, and the time must not begin anew.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isHeld]);
  return (
    <div
      role="presentation"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
      className="icons pointer-events-auto flex max-w-120 items-center gap-3 rounded-md bg-ink py-1 pr-2 pl-4 text-page shadow-float transition duration-200 starting:translate-y-2 starting:opacity-0"
    >
      {icons[kind]}
      <p className="min-w-0 py-2 pr-2">{text}</p>
      {action && (
        <button
          type="button"
          onClick={() => {
            action.onSelect();
            onClose();
          }}
          className="min-h-11 shrink-0 rounded-sm px-3 font-semibold underline underline-offset-4 outline-page"
        >
          {action.label}
        </button>
      )}
    </div>
  );
}

import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

const patienceMs = 500;
const gap = 6;

/**
 * Shows the name of a control beside it, when a mouse rests on it or the keyboard leads there. The text is
 * for sight alone: the control has it as its accessible name.
 */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const wrapper = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span
      ref={wrapper}
      role="presentation"
      className="relative inline-flex"
      onPointerEnter={({ pointerType }) => {
        if (pointerType === 'mouse') timer.current = setTimeout(() => setOpen(true), patienceMs);
      }}
      onPointerLeave={close}
      onPointerDown={close}
      onFocus={({ target }) => setOpen(target.matches(':focus-visible'))}
      onBlur={close}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      {children}
      {isOpen && <Bubble text={text} anchor={wrapper} />}
    </span>
  );
}

function Bubble({ text, anchor }: { text: string; anchor: { current: HTMLElement | null } }) {
  const bubble = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const { current: element } = bubble;
    if (!element || !anchor.current) return;
    element.showPopover();
    const around = anchor.current.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const left = around.left + (around.width - width) / 2;
    const isRoomBelow = around.bottom + gap + height < innerHeight;
    element.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
    element.style.top = `${isRoomBelow ? around.bottom + gap : around.top - gap - height}px`;
  }, [anchor]);
  return (
    <span
      ref={bubble}
      popover="manual"
      aria-hidden
      className="pointer-events-none fixed inset-auto m-0 max-w-64 rounded-sm bg-ink px-2 py-1 text-caption text-page"
    >
      {text}
    </span>
  );
}

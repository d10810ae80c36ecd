import { type PointerEvent, useRef } from 'react';

const longPressMs = 450;
const slipPx = 10;
const replyPx = 56;
const farthestPx = 72;

interface RowGestures {
  onLongPress: (x: number, y: number) => void;
  /** Swiped to the right. */
  onSwipe: () => void;
}

interface Touch {
  readonly x: number;
  readonly y: number;
  readonly element: HTMLElement;
  readonly timer: ReturnType<typeof setTimeout>;
  isSwipe: boolean;
}

/** A long press and a swipe by touch on one row. The row moves without being rendered anew. */
export function useRowGestures({ onLongPress, onSwipe }: RowGestures) {
  const touch = useRef<Touch | null>(null);

  const end = (): void => {
    if (!touch.current) return;
    clearTimeout(touch.current.timer);
    touch.current.element.style.transform = '';
    touch.current = null;
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      end();
      if (event.pointerType === 'mouse') return;
      const { clientX: x, clientY: y, currentTarget: element } = event;
      const timer = setTimeout(() => {
        end();
        onLongPress(x, y);
      }, longPressMs);
      touch.current = { x, y, element, timer, isSwipe: false };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { current } = touch;
      if (!current) return;
      const right = event.clientX - current.x;
      const down = Math.abs(event.clientY - current.y);
      if (!current.isSwipe && Math.max(Math.abs(right), down) < slipPx) return;
      clearTimeout(current.timer);
      // Up and down the list scrolls by itself.
      if (!current.isSwipe && right < down) {
        end();
        return;
      }
      if (!current.isSwipe) current.element.setPointerCapture(event.pointerId);
      current.isSwipe = true;
      const moved = Math.max(0, Math.min(farthestPx, right - slipPx));
      current.element.style.transform = `translateX(${moved}px)`;
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const { current } = touch;
      const isReply = current?.isSwipe === true && event.clientX - current.x - slipPx >= replyPx;
      end();
      if (isReply) onSwipe();
    },
    onPointerCancel: end,
  };
}

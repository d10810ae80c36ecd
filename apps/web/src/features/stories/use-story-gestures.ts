import { type PointerEvent, useRef } from 'react';

interface Gestures {
  onHold: (isHeld: boolean) => void;
  /** To the person before or after. */
  goTo: (step: 1 | -1) => void;
  close: () => void;
}

const holdMs = 250;
const swipePixels = 60;

/**
 * Fingers on a story: holding pauses, a swipe sideways leads to the next person, one down closes. A short
 * touch is left to the buttons below.
 */
export function useStoryGestures({ onHold, goTo, close }: Gestures) {
  const start = useRef<{ x: number; y: number; at: number } | null>(null);
  const isSpent = useRef(false);
  const end = (event: PointerEvent) => {
    onHold(false);
    const from = start.current;
    start.current = null;
    if (!from) return;
    const [right, down] = [event.clientX - from.x, event.clientY - from.y];
    const isSideways = Math.abs(right) > Math.abs(down);
    isSpent.current = event.timeStamp - from.at > holdMs;
    if (isSideways && Math.abs(right) > swipePixels) {
      isSpent.current = true;
      goTo(right < 0 ? 1 : -1);
    } else if (!isSideways && down > swipePixels) {
      isSpent.current = true;
      close();
    }
  };
  const cancel = () => {
    start.current = null;
    onHold(false);
  };
  return {
    style: { touchAction: 'none' },
    onPointerDown(event: PointerEvent) {
      start.current = { x: event.clientX, y: event.clientY, at: event.timeStamp };
      isSpent.current = false;
      onHold(true);
    },
    onPointerUp: end,
    onPointerCancel: cancel,
    // A mouse that is let go elsewhere says nothing here.
    onPointerLeave: cancel,
    /** A touch that was something else is no press of a button. */
    onClickCapture(event: { stopPropagation(): void }) {
      if (isSpent.current) event.stopPropagation();
      isSpent.current = false;
    },
  } as const;
}

import { type RefObject, useEffect, useRef } from 'react';

const maxScale = 6;
const doubleTapMs = 300;
const doubleTapScale = 2.5;
/** From so many pixels on a drag is a swipe, and a move is a drag. */
const swipePx = 80;
const dragPx = 8;

interface GestureSettings {
  /** Pulled down. */
  onClose: () => void;
  /** Swiped: -1 to the one before, 1 to the next. */
  onGo: (step: number) => void;
  canZoom: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Zoom by pinch, wheel and double tap, panning while zoomed, and swipes while not. The content moves without
 * being rendered anew.
 */
export function useGestures(settings: GestureSettings): {
  frame: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
} {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const latest = useRef(settings);
  useEffect(() => {
    latest.current = settings;
  });
  useEffect(() => {
    if (!frame.current || !content.current) return undefined;
    return follow(frame.current, content.current, () => latest.current);
  }, []);
  return { frame, content };
}

function follow(
  frame: HTMLElement,
  content: HTMLElement,
  settings: () => GestureSettings,
): () => void {
  const pointers = new Map<number, Point>();
  let scale = 1;
  let at: Point = { x: 0, y: 0 };
  let start: Point = { x: 0, y: 0 };
  let isDragged = false;
  let lastTapAt = 0;

  const show = (isAnimated: boolean) => {
    content.style.transition = isAnimated ? 'transform 200ms var(--ease-out)' : 'none';
    content.style.transform = `translate(${at.x}px, ${at.y}px) scale(${scale})`;
    content.style.cursor = scale > 1 ? 'grab' : '';
  };
  /** Zooms so that what is under a point stays there. */
  const zoom = (next: number, point: Point, isAnimated = false) => {
    const to = Math.max(1, Math.min(maxScale, next));
    const box = frame.getBoundingClientRect();
    const fromCentre = {
      x: point.x - box.left - box.width / 2,
      y: point.y - box.top - box.height / 2,
    };
    const ratio = to / scale;
    at = {
      x: fromCentre.x - (fromCentre.x - at.x) * ratio,
      y: fromCentre.y - (fromCentre.y - at.y) * ratio,
    };
    scale = to;
    keepInside();
    show(isAnimated);
  };
  const keepInside = () => {
    const { clientWidth, clientHeight } = frame;
    const reach = { x: ((scale - 1) * clientWidth) / 2, y: ((scale - 1) * clientHeight) / 2 };
    at = {
      x: Math.max(-reach.x, Math.min(reach.x, at.x)),
      y: Math.max(-reach.y, Math.min(reach.y, at.y)),
    };
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, pointOf(event));
    if (pointers.size === 1) {
      start = pointOf(event);
      isDragged = false;
    }
  };
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other && settings().canZoom) {
      isDragged = true;
      zoom(
        (scale * distance(now, other)) / Math.max(1, distance(before, other)),
        middle(now, other),
      );
      return;
    }
    if (!isDragged && distance(now, start) < dragPx) return;
    // From here on it is no click: what is under the pointer must not take it for one.
    if (!isDragged) frame.setPointerCapture(event.pointerId);
    isDragged = true;
    at = { x: at.x + now.x - before.x, y: at.y + now.y - before.y };
    if (scale > 1) keepInside();
    show(false);
  };
  const onUp = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    if (!isDragged) {
      tap(event);
      return;
    }
    if (scale > 1) return;
    const moved = at;
    at = { x: 0, y: 0 };
    show(true);
    if (event.type === 'pointercancel') return;
    if (Math.abs(moved.x) > Math.abs(moved.y)) {
      if (Math.abs(moved.x) > swipePx) settings().onGo(moved.x < 0 ? 1 : -1);
    } else if (moved.y > swipePx) settings().onClose();
  };
  const tap = (event: PointerEvent) => {
    const isSecond = event.timeStamp - lastTapAt < doubleTapMs;
    lastTapAt = isSecond ? 0 : event.timeStamp;
    if (isSecond && settings().canZoom && event.target !== frame)
      zoom(scale > 1 ? 1 : doubleTapScale, pointOf(event), true);
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (settings().canZoom) zoom(scale * Math.exp(-event.deltaY / 300), pointOf(event));
  };
  // A drag ends with a click, which must not close.
  const onClick = (event: MouseEvent) => isDragged && event.stopPropagation();

  const ends = new AbortController();
  const { signal } = ends;
  frame.addEventListener('pointerdown', onDown, { signal });
  frame.addEventListener('pointermove', onMove, { signal });
  frame.addEventListener('pointerup', onUp, { signal });
  frame.addEventListener('pointercancel', onUp, { signal });
  frame.addEventListener('click', onClick, { signal, capture: true });
  frame.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => ends.abort();
}

function pointOf({ clientX, clientY }: MouseEvent): Point {
  return { x: clientX, y: clientY };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

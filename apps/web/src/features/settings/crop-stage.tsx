import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef } from 'react';
import { type Crop, moved, sideOf, zoomed } from './crop.ts';

/** Pixels of the canvas; shown smaller, so that it is sharp on fine screens. */
const canvasPx = 640;
const zoomStep = 1.15;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Point {
  readonly x: number;
  readonly y: number;
}

interface CropStageProps {
  label: string;
  picture: ImageBitmap;
  crop: Crop;
  onChange: (crop: Crop) => void;
}

/** The square that shows, with the circle that most places cut from it: moved and zoomed by hand, wheel or keys. */
export function CropStage({ label, picture, crop, onChange }: CropStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointers = useRef(new Map<number, Point>());
  useEffect(() => draw(canvas.current, picture, crop), [picture, crop]);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    onChange(zoomed(picture, crop, crop.zoom * Math.exp(-event.deltaY / 300), placeOf(event)));
  });
  useEffect(() => {
    const element = stage.current;
    // By hand: React's own listener cannot keep the page from scrolling.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, placeOf(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = placeOf(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (!other) return onChange(moved(picture, crop, before.x - now.x, before.y - now.y));
    const ratio = distance(now, other) / Math.max(0.01, distance(before, other));
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    onChange(zoomed(picture, crop, crop.zoom * ratio, middle));
  };
  const onPointerEnd = (event: PointerEvent) => void pointers.current.delete(event.pointerId);

  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    const step = event.shiftKey ? 0.1 : 0.02;
    if (arrow) onChange(moved(picture, crop, arrow[0] * step, arrow[1] * step));
    else if (event.key === '+' || event.key === '=')
      onChange(zoomed(picture, crop, crop.zoom * zoomStep));
    else if (event.key === '-') onChange(zoomed(picture, crop, crop.zoom / zoomStep));
    else return;
    event.preventDefault();
  };

  return (
    // Moved by keys that screen readers would keep to themselves elsewhere: an application of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={stage}
      role="application"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
      className="relative aspect-square w-full cursor-grab touch-none overflow-hidden rounded-md bg-night active:cursor-grabbing"
    >
      <canvas ref={canvas} width={canvasPx} height={canvasPx} className="size-full" />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-0 rounded-full border border-on-night shadow-[0_0_0_100vmax_var(--color-scrim)]"
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, crop: Crop): void {
  const side = sideOf(picture, crop);
  canvas
    ?.getContext('2d')
    ?.drawImage(
      picture,
      crop.x - side / 2,
      crop.y - side / 2,
      side,
      side,
      0,
      0,
      canvasPx,
      canvasPx,
    );
}

/** Where an event is on its element, in shares of its side from its middle. */
function placeOf(event: {
  currentTarget: EventTarget | null;
  clientX: number;
  clientY: number;
}): Point {
  if (!(event.currentTarget instanceof Element)) return { x: 0, y: 0 };
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: (event.clientX - box.left) / box.width - 0.5,
    y: (event.clientY - box.top) / box.height - 0.5,
  };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

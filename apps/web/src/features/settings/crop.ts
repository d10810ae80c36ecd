/** How large a picture is, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which square of a picture shows: its middle, in pixels of the picture, and how far it is zoomed in. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  /** 1: the largest square that fits. */
  readonly zoom: number;
}

export const maxZoom = 5;

/** The largest square, from the middle. */
export function middleOf({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/** How long the side of the square is, in pixels of the picture. */
export function sideOf({ width, height }: Size, { zoom }: Crop): number {
  return Math.min(width, height) / zoom;
}

/** Moves the square over the picture, by shares of its side; it stays inside. */
export function moved(size: Size, crop: Crop, byX: number, byY: number): Crop {
  const side = sideOf(size, crop);
  return {
    ...crop,
    x: between(side / 2, crop.x + byX * side, size.width - side / 2),
    y: between(side / 2, crop.y + byY * side, size.height - side / 2),
  };
}

/** Zooms; what lies at a place of the square (shares of its side, from its middle) stays there. */
export function zoomed(size: Size, crop: Crop, to: number, at = { x: 0, y: 0 }): Crop {
  const zoom = between(1, to, maxZoom);
  const shrinks = sideOf(size, crop) - sideOf(size, { ...crop, zoom });
  const moves = { ...crop, zoom, x: crop.x + at.x * shrinks, y: crop.y + at.y * shrinks };
  return moved(size, moves, 0, 0);
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

import { expect, it } from 'vitest';
import { maxZoom, middleOf, moved, sideOf, zoomed } from './crop.ts';

const wide = { width: 400, height: 200 };

it('begins with the largest square', () => {
  expect(middleOf(wide)).toEqual({ x: 200, y: 100, zoom: 1 });
  expect(sideOf(wide, middleOf(wide))).toBe(200);
});

it('moves inside the picture only', () => {
  expect(moved(wide, middleOf(wide), 0.25, 0.25)).toEqual({ x: 250, y: 100, zoom: 1 });
  expect(moved(wide, middleOf(wide), 9, 9)).toEqual({ x: 300, y: 100, zoom: 1 });
  expect(moved(wide, middleOf(wide), -9, -9)).toEqual({ x: 100, y: 100, zoom: 1 });
});

it('zooms around a place, which stays where it is', () => {
  const before = middleOf(wide);
  const at = { x: 0.25, y: -0.25 };
  const after = zoomed(wide, before, 2, at);
  expect(after.zoom).toBe(2);
  const placeOf = (crop: typeof before) => ({
    x: crop.x + at.x * sideOf(wide, crop),
    y: crop.y + at.y * sideOf(wide, crop),
  });
  expect(placeOf(after)).toEqual(placeOf(before));
});

it('zooms neither past the picture nor into its grains', () => {
  expect(zoomed(wide, middleOf(wide), 0.1).zoom).toBe(1);
  expect(zoomed(wide, middleOf(wide), 100).zoom).toBe(maxZoom);
  const corner = moved(wide, zoomed(wide, middleOf(wide), 4), 9, 9);
  expect(zoomed(wide, corner, 1)).toEqual({ x: 300, y: 100, zoom: 1 });
});

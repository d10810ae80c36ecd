// Runs in each page that is measured, before anything of its own: notes what the browser says of it.
const readings = { largestPaintMs: Infinity, openingMs: 0, longestTaskMs: 0, frameMs: [] };
// What began before any script of the page could run is the browser's own: it makes ready an empty page.
const scriptsFrom = performance.now();
globalThis.readings = readings;

const observe = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
    type,
    buffered: true,
  });
// A page that scrolls to its end by itself has no largest paint: then it is the first one with content.
observe('paint', ({ name, startTime }) => {
  if (name === 'first-contentful-paint' && readings.largestPaintMs === Infinity) {
    readings.largestPaintMs = startTime;
  }
});
observe('largest-contentful-paint', ({ startTime }) => {
  readings.largestPaintMs = startTime;
});
observe('longtask', ({ startTime, duration }) => {
  const kind = startTime < scriptsFrom ? 'openingMs' : 'longestTaskMs';
  readings[kind] = Math.max(readings[kind], duration);
});

/** All that was loaded so far, as it travelled. */
globalThis.loadedBytes = () => {
  const sum = { script: 0, all: 0 };
  const entries = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ];
  for (const { name, encodedBodySize } of entries) {
    sum.all += encodedBodySize;
    if (new URL(name).pathname.endsWith('.js')) sum.script += encodedBodySize;
  }
  return sum;
};

/** Notes how long each frame takes from now on. */
globalThis.watchFrames = () => {
  readings.frameMs = [];
  let before = performance.now();
  const next = (now) => {
    readings.frameMs.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
};

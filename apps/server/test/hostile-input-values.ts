import fc from 'fast-check';

/**
 * Values that have broken servers before. They are made to be written as JSON text: `raw` stands for
 * numbers that no value of JavaScript becomes, see `jsonText`.
 */

/** A number that `jsonText` writes as this very text, such as `1e999`. */
export function raw(text: string): string {
  return `§raw:${text}§`;
}

const cursorOf = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');
/** 16 bytes of a token that are the bytes of no UUID. */
const noUuid = Buffer.alloc(16, 0x11).toString('base64url');
const anId = '01890000-0000-7000-8000-000000000000';
const aSecret = 'A'.repeat(43);

export const hostileStrings: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'half a pair \udc00',
  '\u202Egnp.exe',
  '\uFEFF',
  '\u200B\u200D\u2060',
  '\u0007\u001b[31m\r\n',
  'a\u0301'.repeat(30),
  '👩‍👩‍👧‍👦'.repeat(20),
  'Tiếng Việt có dấu, ẠẶỴ',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '0x1F',
  'null',
  'undefined',
  'true',
  '[object Object]',
  "'; drop table users; --",
  "' or '1'='1",
  '%_\\',
  '%00%ff',
  '$1 ${7*7} {{7*7}} %s %n',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '../../../../etc/passwd',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data/',
  'http://example.org/\u0000',
  'http://example.org/\ud800',
  '__proto__',
  'constructor',
  'toString',
  '2020-02-30T25:61:61Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  `{${anId}}`,
  `urn:uuid:${anId}`,
  cursorOf(null),
  cursorOf({ ['__proto__']: { admin: true } }),
  cursorOf([]),
  cursorOf(['0000-01-01T00:00:00Z', anId]),
  cursorOf(['9999-12-31T23:59:59.999999999Z', anId]),
  cursorOf(['not a time', anId]),
  cursorOf([anId, Number.MAX_SAFE_INTEGER]),
  cursorOf([anId, Number.MIN_SAFE_INTEGER]),
  cursorOf([anId, 1.5]),
  cursorOf([anId, '1']),
  cursorOf(anId),
  cursorOf('\ud800\u0000'),
  `${noUuid}.${aSecret}`,
  `${noUuid}.${noUuid}.${aSecret}`,
  '..',
  'a.b.c',
  'x'.repeat(501),
  '/api/v1/media/..',
  `/api/v1/media/${anId}`,
  `https://evil.example/api/v1/media/${anId}`,
];

export const hostileNumbers: readonly (number | string)[] = [
  0,
  -1,
  0.5,
  1e21,
  1.797e308,
  -1.797e308,
  5e-324,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 63,
  Number.MAX_SAFE_INTEGER,
  raw('-0'),
  raw('1e999'),
  raw('-1e999'),
  raw('123456789012345678901234567890.5'),
];

/** Something within something, so many times. */
function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

const hostileStructures: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  { ['__proto__']: { isAdmin: true } },
  { constructor: { prototype: { isAdmin: true } } },
  // What JavaScript calls by itself where it finds it.
  Object.fromEntries(['toString', 'valueOf', 'toJSON', 'then', 'length'].map((name) => [name, 1])),
  { $ne: null },
  { type: 'Buffer', data: [1, 2, 3] },
  { _placeholder: true, num: 0 },
];

/** Rarely taken: each costs as much as hundreds of the others. */
const hugeValues: readonly unknown[] = [
  'x'.repeat(100_000),
  'đ'.repeat(20_001),
  '\u0000'.repeat(50_000),
  nested(1000, (inner) => [inner]),
  nested(1000, (inner) => ({ a: inner })),
  Array.from({ length: 10_000 }, (_, index) => index),
  Array.from({ length: 10_000 }, () => anId),
  Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, index])),
];

export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileStrings) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

/** Anything that JSON can say, and that nobody asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: hostileText },
  { weight: 5, arbitrary: fc.constantFrom(...hostileNumbers) },
  { weight: 5, arbitrary: fc.constantFrom(...hostileStructures) },
  { weight: 2, arbitrary: fc.jsonValue({ depthSize: 'small' }) },
  { weight: 1, arbitrary: fc.constantFrom(...hugeValues) },
);

/**
 * The JSON text of a value. Two kinds of marks in its strings are replaced: `raw` values, and by `idOf` the
 * names of things that the fixture has (`§message1`).
 */
export function jsonText(value: unknown, idOf: (name: string) => string): string {
  return JSON.stringify(value)
    .replaceAll(/"§raw:(-?\d+(?:\.\d+)?(?:e\d+)?)§"/g, (_, text: string) => text)
    .replaceAll(/§([a-z]+\d)/g, (_, name: string) => idOf(name));
}

import sharp from 'sharp';

/** Multipart bodies, and bytes that pretend to be files. */

export const boundary = 'somewhere-in-between';
const line = '\r\n';

/** A part as it stands between two boundaries. */
function part(headers: readonly string[], content: string | Buffer): Buffer {
  const head = [`--${boundary}`, ...headers].join(line);
  return Buffer.concat([Buffer.from(head + line + line), Buffer.from(content), Buffer.from(line)]);
}

const end = Buffer.from(`--${boundary}--${line}`);
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, end]);
const field = (name: string, value = 'x'): Buffer =>
  part([`Content-Disposition: form-data; name="${name}"`], value);
const file = (content: string | Buffer, name = 'file', filename = 'a.png'): Buffer =>
  part(
    [
      `Content-Disposition: form-data; name="${name}"; filename="${filename}"`,
      'Content-Type: image/png',
    ],
    content,
  );

export interface Form {
  readonly body: Buffer;
  readonly type?: string;
}

/** Forms that no operation takes, whatever its fields. `picture` is a good one. */
export function hostileForms(picture: Buffer): Record<string, Form> {
  const whole = form(file(picture));
  return {
    'no boundary': { body: whole, type: 'multipart/form-data' },
    'an empty boundary': { body: whole, type: 'multipart/form-data; boundary=' },
    'another boundary': { body: whole, type: 'multipart/form-data; boundary=another' },
    'an over-long boundary': {
      body: whole,
      type: `multipart/form-data; boundary=${'b'.repeat(4000)}`,
    },
    'not multipart at all': { body: Buffer.from('{"a":1}') },
    nothing: { body: Buffer.alloc(0) },
    'only its end': { body: end },
    'no end': { body: whole.subarray(0, -end.length) },
    'cut in the middle of the file': { body: whole.subarray(0, -end.length - 40) },
    'cut in the headers': { body: whole.subarray(0, 60) },
    'a file twice': { body: form(file(picture), file(picture)) },
    'a file under another name': { body: form(file(picture, 'photo')) },
    'a file without a name': {
      body: form(part(['Content-Disposition: form-data; filename="a.png"'], picture)),
    },
    'no disposition': { body: form(part(['Content-Type: image/png'], picture)) },
    'the file as a field': { body: form(field('file', 'not a file')) },
    '1,000 fields': {
      body: form(...Array.from({ length: 1000 }, (_, index) => field(`f${index}`)), file(picture)),
    },
    'a field twice': { body: form(field('type', 'IMAGE'), field('type', 'VIDEO'), file(picture)) },
    __proto__: { body: form(field('__proto__'), file(picture)) },
    constructor: { body: form(field('constructor'), file(picture)) },
    'a giant field': { body: form(field('message', 'x'.repeat(100_000)), file(picture)) },
    'a giant header': {
      body: form(part([`Content-Disposition: form-data; name="file"; ${'a'.repeat(90_000)}`], '')),
    },
    '2,000 headers': {
      body: form(
        part(
          [
            'Content-Disposition: form-data; name="file"; filename="a"',
            ...Array.from({ length: 2000 }, (_, index) => `X-${index}: a`),
          ],
          'x',
        ),
      ),
    },
  };
}

/** Files that are not what they say, each under `file`. */
export async function hostileFiles(picture: Buffer): Promise<Record<string, Buffer>> {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const pdf = '%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>';
  const hugeHead = Buffer.from(picture);
  // The width and height of a PNG, in its first chunk.
  hugeHead.writeUInt32BE(60_000, 16);
  hugeHead.writeUInt32BE(60_000, 20);
  const zeroHead = Buffer.from(picture);
  zeroHead.writeUInt32BE(0, 16);
  const gif = await sharp(picture).gif().toBuffer();
  const webp = await sharp(picture).webp().toBuffer();
  const mp4Head = Buffer.concat([
    Buffer.from('0000001866747970', 'hex'),
    Buffer.from('mp42\0\0\0\0mp42isom'),
  ]);
  const webmHead = Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex');
  const files: Record<string, Buffer> = {
    'an empty file': Buffer.alloc(0),
    'one byte': Buffer.from('x'),
    'a text': Buffer.from('hello'),
    'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'an SVG': Buffer.from(svg),
    'a PDF': Buffer.from(pdf),
    'a ZIP': Buffer.from('504b030414000000', 'hex'),
    'a program': Buffer.from('7f454c4602010100', 'hex'),
    noise: Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)),
    'the head of a PNG': picture.subarray(0, 8),
    'a PNG cut short': picture.subarray(0, picture.length - 30),
    'the head of a PNG, then a text': Buffer.concat([picture.subarray(0, 33), Buffer.from('hi')]),
    'a PNG of 60,000 by 60,000': hugeHead,
    'a PNG without width': zeroHead,
    'a GIF cut short': gif.subarray(0, 20),
    'a WebP cut short': webp.subarray(0, 24),
    'a JPEG without anything': Buffer.from('ffd8ffe000104a46494600', 'hex'),
    'a JPEG full of markers': Buffer.concat([
      Buffer.from('ffd8', 'hex'),
      Buffer.from('ffe1ffff'.repeat(2000), 'hex'),
    ]),
    'the head of an MP4': mp4Head,
    'an MP4 of boxes in boxes': Buffer.concat([
      mp4Head,
      Buffer.from('00000008moov'.repeat(500), 'latin1'),
    ]),
    'an MP4 with a box beyond its end': Buffer.concat([
      mp4Head,
      Buffer.from('7fffffff6d6f6f76', 'hex'),
      Buffer.alloc(64),
    ]),
    'the head of a WebM': webmHead,
    'a WebM full of noise': Buffer.concat([webmHead, Buffer.alloc(5000, 0x18)]),
    'an AVIF without anything': Buffer.from('0000001c6674797061766966000000006d696631', 'hex'),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, form(file(content))]),
  );
}

/** Good pictures under file names that try something, or beside a strange field. */
export function strangeForms(picture: Buffer): Record<string, Form> {
  const names = [
    '../../../../tmp/x.png',
    'a\\..\\b.png',
    '%00.png',
    'x'.repeat(5000),
    '',
    '.',
    'CON',
    '<img src=x>.png',
    '\u202Egnp.exe',
  ];
  const named = names.map((name) => [
    name.slice(0, 30),
    { body: form(file(picture, 'file', name)) },
  ]);
  return {
    ...Object.fromEntries(named),
    'a giant name': { body: form(field('n'.repeat(100_000)), file(picture)) },
  };
}

import { sendBytes } from './hostile-input-http.ts';

/** Texts that are no frame. */
export const noFrames: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'no json',
  'null',
  'true',
  '1e999',
  '"send_message"',
  '[]',
  '[{"type":"typing","data":{}}]',
  '{}',
  '{"type":null,"data":{}}',
  '{"type":1,"data":{}}',
  '{"type":["typing"],"data":{}}',
  '{"type":{"toString":"typing"},"data":{}}',
  '{"type":"typing"}',
  '{"type":"typing","data":null}',
  '{"type":"typing","data":[]}',
  '{"type":"typing","data":"{}"}',
  '{"type":"Typing","data":{}}',
  '{"type":"typing ","data":{}}',
  '{"type":"typing\\u0000","data":{}}',
  '{"type":"\\ud800","data":{}}',
  '{"type":"","data":{}}',
  '{"type":"__proto__","data":{}}',
  '{"type":"constructor","data":{}}',
  '{"type":"toString","data":{}}',
  '{"type":"messages.send","data":{"content":"x"}}',
  // What only the server says.
  '{"type":"new_message","data":{"content":"x"}}',
  '{"type":"ack","data":{"client_id":null,"message_id":"x"}}',
  '{"type":"error","data":{"code":"x","message":"x"}}',
  '{"__proto__":{"type":"typing","data":{}}}',
  '{"type":"send_message"}',
  '{"type":"send_message","data":{}}',
  '{"type":"send_message","data":{"content":null}}',
  '{"type":"send_message","data":{"content":1}}',
  '{"type":"send_message","data":{"content":["x"]}}',
  '{"type":"send_message","data":{"content":" \\n\\t"}}',
  '{"type":"send_message","data":{"content":"a\\u0000b"}}',
  '{"type":"send_message","data":{"content":"\\ud800"}}',
  '{"type":"send_message","data":{"content":"x","client_id":""}}',
  `{"type":"send_message","data":{"content":"x","client_id":"${'x'.repeat(65)}"}}`,
  `{"type":"send_message","data":{"content":"${'x'.repeat(10_001)}"}}`,
  '{"type":"send_message","data":{"file_url":"javascript:alert(1)"}}',
  '{"type":"send_message","data":{"file_url":"https://evil.example/api/v1/media/x"}}',
  '{"type":"reaction","data":{}}',
  '{"type":"reaction","data":{"message_id":"x","emoji":"❤️"}}',
  '{"type":"reaction","data":{"message_id":"01890000-0000-7000-8000-000000000000","emoji":"xyz"}}',
  '{"type":"typing","data":{}',
  '{"type":"typing","data":{}}{"type":"typing","data":{}}',
  "{'type':'typing','data':{}}",
  '{"type":"typing","data":{},}',
  '{"type":"typing","data":NaN}',
  '\ufeff{"type":"typing","data":{}}',
  '/**/{"type":"typing","data":{}}',
  '['.repeat(60_000),
  `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  '{"a":'.repeat(10_000),
  `${'{"type":'.repeat(5000)}1${'}'.repeat(5000)}`,
];

/** Frames with something about them that nobody needs to mind. */
export const oddFrames: readonly string[] = [
  ' {"type":"typing","data":{}}\r\n',
  '{"data":{},"type":"typing"}',
  '{"type":"typing","data":{},"more":[1,2,3]}',
  '{"type":"dance","type":"typing","data":{}}',
  '{"type":"\\u0074yping","data":{}}',
  '{"type":"typing","data":{"__proto__":{"a":1},"constructor":{"prototype":{}}}}',
  '{"type":"typing","data":{},"__proto__":null}',
  `{"type":"typing","data":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
  `{"type":"typing","data":{"a":"${'đ'.repeat(20_000)}"}}`,
  `{"type":"typing","data":{${Array.from({ length: 4000 }, (_, index) => `"k${index}":1`).join()}}}`,
];

/** What a handshake may hold instead of a token. */
export const noTokens: readonly string[] = [
  '',
  ' ',
  'null',
  'undefined',
  'a.b.c',
  '..',
  '\u0000',
  'Bearer',
  '[object Object]',
  'đ'.repeat(100),
  'x'.repeat(7000),
];

/** A client's frame: masked by nothing, so that its bytes stand as they are. */
function masked(firstByte: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([firstByte, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

const typing = Buffer.from('{"type":"typing","data":{}}');

/** Frames that break the protocol of WebSockets itself. */
export const brokenFrames: readonly { what: string; bytes: Buffer; code: number }[] = [
  {
    what: 'without a mask',
    bytes: Buffer.concat([Buffer.from([0x81, typing.length]), typing]),
    code: 1002,
  },
  { what: 'compressed, though nobody agreed to it', bytes: masked(0xc1, typing), code: 1002 },
  { what: 'of a kind that is not known', bytes: masked(0x83, typing), code: 1002 },
  { what: 'goes on where nothing began', bytes: masked(0x80, typing), code: 1002 },
  {
    what: 'begins where another is not over',
    bytes: Buffer.concat([masked(0x01, typing), masked(0x81, typing)]),
    code: 1002,
  },
  { what: 'a ping in parts', bytes: masked(0x09, typing), code: 1002 },
  {
    what: 'a ping that is too long',
    bytes: Buffer.from([0x89, 0xfe, 0xff, 0xff, 0, 0, 0, 0]),
    code: 1002,
  },
  { what: 'no UTF-8', bytes: masked(0x81, Buffer.from([0xc3, 0x28])), code: 1007 },
  {
    what: 'half a character of UTF-16 as UTF-8',
    bytes: masked(0x81, Buffer.from([0xed, 0xa0, 0x80])),
    code: 1007,
  },
  {
    what: 'says that it is endless',
    bytes: Buffer.from([0x81, 0xff, 0x7f, ...Array.from({ length: 7 }, () => 0xff), 0, 0, 0, 0]),
    code: 1009,
  },
  {
    what: 'says that it is 4 GiB',
    bytes: Buffer.from([0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    code: 1009,
  },
  {
    what: 'too large in parts of 60 KiB each',
    bytes: Buffer.concat([part(0x01), part(0x00)]),
    code: 1009,
  },
  { what: 'a close by a code that is none', bytes: masked(0x88, Buffer.from([0, 1])), code: 1002 },
];

/** 60 KiB of a message that goes on. */
function part(firstByte: number): Buffer {
  const size = 60 * 1024;
  const header = Buffer.from([firstByte, 0x80 | 126, size >> 8, size & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([header, Buffer.alloc(size, 'x')]);
}

interface Given {
  token: string;
  group: string;
  id: string;
}

/** Upgrades as no client asks for them: a status, or accepted (`101`) and closed by a code. */
export const wire: readonly {
  what: string;
  answer: RegExp;
  request(url: string, given: Given): Promise<string>;
}[] = [
  ...['/ws/', '/ws//', '/ws/a', '/ws/a/b/c', '/ws/%00/%00', '/ws/%/%zz', '/ws/{}/[]', '/ws/a/b#c']
    .concat(['/ws/__proto__/constructor', `/ws/${'x'.repeat(8000)}/y`, '/ws/../../etc/passwd'])
    .map((path) => ({
      what: path.slice(0, 40),
      answer: closedBy(4403),
      request: (url: string, { token }: Given) =>
        upgrade(url, path, [`Authorization: Bearer ${token}`]),
    })),
  {
    what: 'two tokens, the first one bad',
    answer: closedBy(4401),
    request: (url, { token, group, id }) =>
      upgrade(url, `/ws/${group}/${id}?token=x&token=${token}`, []),
  },
  {
    what: 'a subprotocol without a token',
    answer: closedBy(4401),
    request: (url, { group, id }) =>
      upgrade(url, `/ws/${group}/${id}`, ['Sec-WebSocket-Protocol: bearer']),
  },
  {
    what: 'subprotocols that are none',
    answer: /^HTTP\/1\.1 400 /,
    request: (url, { group, id }) =>
      upgrade(url, `/ws/${group}/${id}`, ['Sec-WebSocket-Protocol: bearer,,;"']),
  },
  {
    what: 'a header of another scheme',
    answer: closedBy(4401),
    request: (url, { token, group, id }) =>
      upgrade(url, `/ws/${group}/${id}`, [`Authorization: Basic ${token}`]),
  },
  {
    what: 'by POST',
    answer: /^HTTP\/1\.1 405 /,
    request: (url, { group, id }) => upgrade(url, `/ws/${group}/${id}`, [], { method: 'POST' }),
  },
  {
    what: 'without a key',
    answer: /^HTTP\/1\.1 400 /,
    request: (url, { group, id }) => upgrade(url, `/ws/${group}/${id}`, [], { key: null }),
  },
  {
    what: 'of another version',
    answer: /^HTTP\/1\.1 4\d\d /,
    request: (url, { group, id }) => upgrade(url, `/ws/${group}/${id}`, [], { version: '99' }),
  },
  {
    what: 'to something else',
    answer: /^HTTP\/1\.1 4\d\d /,
    request: (url, { group, id }) => upgrade(url, `/ws/${group}/${id}`, [], { to: 'h2c' }),
  },
];

function closedBy(code: number): RegExp {
  const bytes = `${String.fromCharCode(code >> 8)}${String.fromCharCode(code & 0xff)}`;
  // A close frame: its mark, its length, its code; after the head of an accepted upgrade.
  return new RegExp(`^HTTP/1\\.1 101 [^]*\\r\\n\\r\\n\\x88[^]${RegExp.escape(bytes)}`);
}

interface Changes {
  method?: string;
  /** Null: none. */
  key?: string | null;
  version?: string;
  to?: string;
}

/** What comes back on the line, as Latin-1. */
function upgrade(
  url: string,
  path: string,
  headers: readonly string[],
  changes: Changes = {},
): Promise<string> {
  const { method = 'GET', key = 'AAAAAAAAAAAAAAAAAAAAAA==', version = '13' } = changes;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    `Upgrade: ${changes.to ?? 'websocket'}`,
    `Sec-WebSocket-Version: ${version}`,
    ...(key === null ? [] : [`Sec-WebSocket-Key: ${key}`]),
    ...headers,
  ];
  return sendBytes(url, `${lines.join('\r\n')}\r\n\r\n`);
}

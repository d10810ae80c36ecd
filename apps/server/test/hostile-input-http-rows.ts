import { gzipSync } from 'node:zlib';
import type { RawRequest } from './hostile-input-http.ts';

/** Requests that can only be refused. Who sends them is signed in, unless they say otherwise. */

const path = '/api/v1/conversations';
const json = { 'Content-Type': 'application/json' };
const post = (body: string | Buffer, headers: Record<string, string> = json): RawRequest => ({
  method: 'POST',
  path,
  headers,
  body,
});
const get = (given: string): RawRequest => ({ method: 'GET', path: given });

export const hostileBodies: Record<string, RawRequest> = {
  'no body': { method: 'POST', path },
  'an empty body': post(''),
  'white space': post(' \n\t '),
  'half an object': post('{"isGroup":true,"memberIds":['),
  'an object and more': post('{}}'),
  'single quotes': post("{'isGroup':true}"),
  'a bare word': post('nul'),
  'a number beyond all': post('{"isGroup":1e999,"memberIds":[]}'),
  'a control character': post('{"isGroup":"\u0001"}'),
  'bytes that are no UTF-8': post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  'half a surrogate pair': post('{"isGroup":true,"memberIds":["\\ud800"]}'),
  'a byte order mark twice': post('\uFEFF\uFEFF{}'),
  'an array': post('[]'),
  'a text': post('"isGroup"'),
  'a number': post('-0'),
  true: post('true'),
  null: post('null'),
  __proto__: post('{"__proto__":{"isGroup":true},"isGroup":true,"memberIds":[]}'),
  'constructor.prototype': post('{"constructor":{"prototype":{}},"isGroup":true,"memberIds":[]}'),
  'a key twice': post('{"isGroup":true,"isGroup":"twice","memberIds":[]}'),
  '1,000 levels': post(`${'['.repeat(1000)}${']'.repeat(1000)}`),
  '100,000 levels': post(`{"memberIds":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  '1,000,000 open brackets': post('['.repeat(1_000_000)),
  '10,000 members': post(JSON.stringify({ isGroup: true, memberIds: Array(10_000).fill('x') })),
  'more than a megabyte': post(JSON.stringify({ name: 'x'.repeat(1_100_000) })),
  gzip: post(gzipSync('{}'), { ...json, 'Content-Encoding': 'gzip' }),
  'garbage as gzip': post(Buffer.from([0x1f, 0x8b, 0, 1, 2, 3]), {
    ...json,
    'Content-Encoding': 'gzip',
  }),
  'text/plain': post('{}', { 'Content-Type': 'text/plain' }),
  'no type': post('{}', {}),
  'a form': post('isGroup=true&memberIds=', {
    'Content-Type': 'application/x-www-form-urlencoded',
  }),
  XML: post('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', {
    'Content-Type': 'application/xml',
  }),
  'UTF-16': post(Buffer.from('{}', 'utf16le'), {
    'Content-Type': 'application/json; charset=utf-16',
  }),
  'a type that is none': post('{}', { 'Content-Type': '/;;,=' }),
  'an over-long type': post('{}', { 'Content-Type': `application/json; a=${'x'.repeat(8000)}` }),
  'multipart where no file goes': post('--a\r\n\r\n--a--', {
    'Content-Type': 'multipart/form-data; boundary=a',
  }),
};

/** All of these are refused as `unauthenticated`. */
export const hostileTokens: readonly string[] = [
  'Bearer',
  'Bearer ',
  'Bearer  ',
  'Bearer null',
  'Bearer undefined',
  'Bearer [object Object]',
  'Bearer .',
  'Bearer ..',
  'Bearer a.b.c',
  'Bearer a.b.c.d.e',
  'Bearer e30.e30.e30',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  'Bearer eyJhbGciOiJIUzI1NiIsImNyaXQiOlsiYiJdLCJiIjoxfQ.e30.AAAA',
  'Bearer eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.e30.AAAA',
  'Bearer eyJhbGciOlsiSFMyNTYiXX0.e30.AAAA',
  'Bearer bnVsbA.bnVsbA.bnVsbA',
  'Bearer ÿþýü.ÿþ.ÿ',
  'Bearer %00.%00.%00',
  `Bearer ${'x'.repeat(8000)}`,
  `Bearer ${'a.'.repeat(4000)}`,
  'Basic dXNlcjpwYXNz',
  'Digest username="x"',
  ',',
  '',
  "Bearer '; drop table sessions; --",
];

/** Answered as if they were not there: none of them matters to `GET /users/me`. */
export const hostileHeaders: Record<string, Record<string, string | string[]>> = {
  'a long cookie': { Cookie: `a=${'x'.repeat(7000)}` },
  'broken cookies': { Cookie: 'xom_media; =; a=%; b=%E0%A4%A; __proto__=1; xom_refresh="\\"' },
  '2,000 cookies': { Cookie: Array.from({ length: 2000 }, (_, index) => `${index}=`).join(';') },
  'a long language': { 'Accept-Language': 'x'.repeat(8000) },
  'broken languages': { 'Accept-Language': ',;q=,vi;q=abc,*;q=-1,ÿÿ,en-US-u-va-posix;;;;' },
  'many commas': { 'Accept-Language': ','.repeat(8000) },
  'a weird agent': { 'User-Agent': `ÿ${'\t"\\{{7*7}}<script>'.repeat(50)}` },
  'many hosts before': { 'X-Forwarded-For': '::1, 999.999.999.999, \\, '.repeat(100) },
  'a weird host before': { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher' },
  'another method': { 'X-HTTP-Method-Override': 'DELETE' },
  'a range': { Range: 'bytes=-1--1,9-1' },
  conditions: { 'If-None-Match': '*', 'If-Modified-Since': 'never' },
  'a weird origin': { Origin: 'null' },
  'an origin that is none': { Origin: '\\\\evil.example/\t' },
  'two agents': { 'User-Agent': ['a', 'b'] },
  'what to accept': { Accept: `text/html;q=9,*/*;q=x,${'a/b,'.repeat(1000)}` },
};

/** Nothing is there, or what is asked for makes no sense. */
export const hostilePaths: readonly RawRequest[] = [
  get('//'),
  get('/%'),
  get('/%00'),
  get('/api/v1/%'),
  get('/api/v1/users/%'),
  get('/api/v1/users/%E0%A4%A'),
  get('/api/v1/users/%ED%A0%80'),
  get('/api/v1/users/%00'),
  get('/api/v1/users/%0d%0aSet-Cookie:a=b'),
  get('/api/v1/users/..%2f..%2f..%2fetc%2fpasswd'),
  get('/api/v1/users/../../../../etc/passwd'),
  get('/api/v1/users/__proto__'),
  get('/api/v1/users/constructor'),
  get(`/api/v1/users/${'a'.repeat(501)}`),
  get(`/api/v1/users/${'%F0%9F%99%82'.repeat(100)}`),
  get(`/api/v1/${'a/'.repeat(2000)}`),
  get(`/api/v1/users/${'a'.repeat(12_000)}`),
  get('/api/v1/users/me/'),
  get('/API/V1/USERS/ME'),
  get('/api/v1/users/me;a=b'),
  get('/api/v1/media/'),
  get('/api/v1/media/..%2f..%2fjwt-secret'),
  get('/api/v1/media/01890000-0000-7000-8000-000000000000/..%2f..%2fjwt-secret'),
  get('/api/v1/media/01890000-0000-7000-8000-000000000000/__proto__'),
  get('/api/v1/conversations/%20'),
  get('/api/v1/conversations/1%20or%201=1'),
  get('/api/docs/..%2f..%2fpackage.json'),
  get('/api/docs/../../package.json'),
  get('/.env'),
  { method: 'PUT', path: '/chat/recall/%00' },
  { method: 'DELETE', path: '/chat/delete/%C0%80' },
  { method: 'PATCH', path: '/api/v1/users/me/me', headers: json, body: '{}' },
  { method: 'TRACE', path: '/api/v1/users/me' },
  { method: 'PROPFIND', path: '/api/v1/users/me' },
  { method: 'OPTIONS', path: '/api/v1/users/nothing/here' },
  { method: 'PURGE', path: '/' },
];

/** Each makes `GET /conversations` invalid. */
export const hostileQueries: readonly string[] = [
  'limit=1&limit=2',
  'limit=',
  'limit=%00',
  'limit=1%00',
  'limit=0',
  'limit=101',
  'limit=1.5',
  'limit=-1',
  'limit=1e1',
  'limit=0x1',
  'limit=NaN',
  'limit=Infinity',
  `limit=${'9'.repeat(400)}`,
  'limit=%',
  'limit=%E0%A4%A',
  'limit=١٢'.replaceAll(/[^\x20-\x7f]/g, (letter) => encodeURIComponent(letter)),
  'limit=5,5',
  'limit=null',
  'limit=true',
  'cursor=',
  'cursor=%00',
  'cursor=a&cursor=b',
  'cursor=%ED%A0%80',
  `cursor=${'a'.repeat(501)}`,
  `cursor=${'%F0%9F%99%82'.repeat(126)}`,
  'cursor=bnVsbA',
  'cursor=W10',
  'cursor=eyJfX3Byb3RvX18iOnt9fQ',
];

/** What `GET /conversations` does not know it does not mind. */
export const harmlessQueries: readonly string[] = [
  '?',
  '&&&&',
  '=&=&=',
  '__proto__=1&__proto__=2',
  'constructor=1&toString=2',
  'limit[]=1',
  'limit[$gt]=1',
  'a[b][c][d]=1',
  '%00=%00',
  '%=%',
  `a=${'x'.repeat(8000)}`,
  'a=1&'.repeat(2000),
  'token=nothing',
];

/** Bytes that are hardly HTTP. Where something comes back, it is the one shape or nothing at all. */
export const hostileBytes: Record<string, string | Buffer> = {
  'no HTTP': 'hello\r\n\r\n',
  NULs: Buffer.alloc(64),
  'a TLS hello': Buffer.from('16030100a5010000a10303', 'hex'),
  'another version': 'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
  'no host': 'GET /api/v1/users/me HTTP/1.1\r\n\r\n',
  'an unknown method': 'FETCH /api/v1/users/me HTTP/1.1\r\nHost: a\r\n\r\n',
  'a header without a colon': 'GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n',
  'a header with a NUL': 'GET / HTTP/1.1\r\nHost: a\r\nA: \0\r\n\r\n',
  'two lengths':
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
  'a length and chunks':
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
  'a negative length':
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}',
  'a broken chunk':
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
  'a strange coding':
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n{}',
  'a space in the path': 'GET /api/v1/users/a b HTTP/1.1\r\nHost: a\r\n\r\n',
  'headers without end': `GET / HTTP/1.1\r\nHost: a\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
  '3,000 headers': `GET / HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(3000)}\r\n`,
  'a path without end': `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'an expectation': 'GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n',
  'a request for a proxy': 'GET http://evil.example/nothing HTTP/1.1\r\nHost: a\r\n\r\n',
  'a tunnel': 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'an asterisk': 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
  'a web socket for nothing':
    'GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n\r\n',
};

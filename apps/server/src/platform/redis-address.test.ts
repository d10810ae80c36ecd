import { expect, test } from 'vitest';
import { readRedisAddress } from './redis-address.ts';

test.each([
  ['redis://cache', ['redis://cache'], false],
  ['rediss://lan:secret@cache:6380/1', ['rediss://lan:secret@cache:6380/1'], false],
  ['redis://a:7000,b:7001', ['redis://a:7000', 'redis://b:7001'], true],
  ['redis://:secret@a, b', ['redis://:secret@a', 'redis://:secret@b'], true],
  ['redis://x:1@a,redis://y:2@b', ['redis://x:1@a', 'redis://y:2@b'], true],
  ['redis://:a%2Cb%40%25@c', ['redis://:a%2Cb%40%25@c'], false],
  ['rediss+cluster://a:7000', ['rediss://a:7000'], true],
])('%s', (text, urls, isCluster) => {
  expect(readRedisAddress(text)).toEqual({ urls, isCluster });
});

test.each([
  '',
  'cache:6379',
  'http://cache',
  'redis://',
  'redis://a,,b',
  'redis://a b',
  'redis://:50%@a',
])('refuses %j', (text) => {
  expect(readRedisAddress(text)).toBeNull();
});

import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { clientAddressBehind } from './client-address.ts';

function seen(trusted: string[], remoteAddress: string, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  // It looks at these two only.
  const request = { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
  return clientAddressBehind(trusted)(request);
}

it('goes back from proxy to proxy, up to the first that is not trusted', () => {
  const trusted = ['10.0.0.0/8', '::1', 'fd00::/8'];
  expect(seen(trusted, '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  expect(seen(trusted, '10.1.2.3')).toBe('10.1.2.3');
  expect(seen(trusted, '::ffff:10.1.2.3', '198.51.100.1, 203.0.113.9, fd00::7')).toBe(
    '203.0.113.9',
  );
  expect(seen(trusted, '::1', '10.9.9.9')).toBe('10.9.9.9');
  expect(seen(trusted, '::1', 'made up, 2001:db8::1')).toBe('2001:db8::1');
  expect(seen(trusted, '::1', 'made up')).toBe('::1');
  expect(seen(trusted, '::1', '')).toBe('::1');
  expect(seen([], '::ffff:192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
});

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Tells where a request comes from. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Believes the `X-Forwarded-For` of trusted proxies: the client is the nearest address that is none of them.
 * @param trusted addresses and networks (`10.0.0.0/8`), as the settings take them
 */
export function clientAddressBehind(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const one of trusted) {
    const [address = '', bits] = one.split('/');
    if (bits === undefined) proxies.addAddress(address, familyOf(address));
    else proxies.addSubnet(address, Number(bits), familyOf(address));
  }
  return ({ socket, headers }) => {
    const forwarded = headers['x-forwarded-for'] ?? '';
    const hops = String(forwarded).split(',');
    let address = plain(socket.remoteAddress ?? '');
    while (hops.length > 0 && isIn(proxies, address)) {
      const next = plain(hops.pop()?.trim() ?? '');
      if (isIP(next) === 0) break;
      address = next;
    }
    return address;
  };
}

/** An IPv4 address in the clothes of IPv6 is one of IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** What is no address is in no network. */
function isIn(proxies: BlockList, address: string): boolean {
  return proxies.check(address, familyOf(address));
}

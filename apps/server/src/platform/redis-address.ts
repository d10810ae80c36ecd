/** Where Redis is: one server, or some nodes of a cluster. */
export interface RedisAddress {
  /** `redis://` or `rediss://`, each with the user and password. */
  readonly urls: readonly string[];
  /** Said to be a cluster. One server that is not may turn out to be a node of one. */
  readonly isCluster: boolean;
}

/**
 * Reads `redis://host`, `rediss://user:password@host:6379/1`, several hosts separated by commas (a cluster),
 * or `redis+cluster://host` (a cluster, of which one node is named).
 * @returns null when it is none of these
 */
export function readRedisAddress(text: string): RedisAddress | null {
  const scheme = /^(rediss?)(\+cluster)?:\/\//.exec(text);
  if (!scheme) return null;
  const [prefix, protocol, cluster] = scheme;
  const hosts = text
    .slice(prefix.length)
    .split(',')
    .map((host) => host.trim().replace(/^rediss?:\/\//, ''));
  // What stands before the first host counts for all of them.
  const credentials = /^[^/@]*@/.exec(hosts[0] ?? '')?.[0] ?? '';
  const urls = hosts.map((host) => `${protocol}://${host.includes('@') ? '' : credentials}${host}`);
  return urls.every(isUsable)
    ? { urls, isCluster: cluster !== undefined || urls.length > 1 }
    : null;
}

/** A `%` in a password that is not written as `%25` would be found out only when connecting. */
function isUsable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, username, password } = new URL(url);
  try {
    decodeURIComponent(username + password);
    return hostname !== '';
  } catch {
    return false;
  }
}

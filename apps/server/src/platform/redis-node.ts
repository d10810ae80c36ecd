import {
  createClient,
  createCluster,
  type RedisClientType as RedisClient,
  type RedisClusterType as RedisCluster,
} from '@redis/client';
import type { RedisAddress } from './redis-address.ts';

export type { RedisClient };

/** What one connection to Redis does, whether to one server or to a cluster. It never comes back once it has ended. */
export interface RedisNode {
  readonly isSharded: boolean;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  publish(channel: string, message: string): Promise<unknown>;
  /** Runs a script on one key. */
  evaluate(script: string, key: string, values: readonly string[]): Promise<unknown>;
  /** Sends one command on one key, which stands among its words too. */
  command(key: string, words: readonly string[]): Promise<unknown>;
  /** Throws when it has been of no use for long; hangs when it hangs. */
  ping(): Promise<unknown>;
  /** The connection to the server that holds a channel: for `duplicateOf`. */
  holderOf(channel: string): Promise<RedisClient>;
  /** Looks anew which server holds a channel. */
  relearn(channel: string): Promise<unknown>;
  end(): void;
}

/** A refused command fails at once; nothing waits in line for a server that is away. */
const options = {
  disableOfflineQueue: true,
  commandsQueueMaxLength: 100_000,
  maintNotifications: 'disabled',
  commandOptions: {},
} as const;
const connectTimeout = 2000;
/** A server may accept a connection and then say nothing. */
const openingPatienceMs = 5000;
/** A part of a cluster that is away longer than this is not waited for: all is connected anew. */
const partAwayMs = 15_000;
const noReconnecting = { connectTimeout, reconnectStrategy: false } as const;

/** Waits for an answer, but not for ever. @throws when it takes longer */
export async function within<Answer>(limitMs: number, answer: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Redis does not answer')), limitMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws when it cannot be reached, or refuses us */
export async function connectRedis(address: RedisAddress): Promise<RedisNode> {
  if (address.isCluster) return connectCluster(address);
  const [url = ''] = address.urls;
  const client = createClient({ ...options, url, socket: { ...noReconnecting } });
  const ended = endOf(client);
  await opened(client);
  // Also where the setting does not say so: a cluster's node serves only its part of the keys.
  const info = await within(openingPatienceMs, client.info('cluster'));
  if (!info.includes('cluster_enabled:1')) return singleServer(client, ended);
  client.destroy();
  return connectCluster(address);
}

/** Opens a connection, or leaves nothing behind. */
export async function opened(client: {
  connect(): Promise<unknown>;
  destroy(): void;
}): Promise<void> {
  try {
    await within(openingPatienceMs, client.connect());
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** A second connection to the same server, not yet open, which never comes back once it has ended. */
export function duplicateOf(client: RedisClient): RedisClient {
  return client.duplicate({ socket: { ...client.options.socket, ...noReconnecting } });
}

function endOf(client: RedisClient): Promise<void> {
  return new Promise((resolve) => {
    client.on('terminated', () => resolve());
    client.on('end', () => resolve());
    // Said by `terminated` too; an error without a listener would end the process.
    client.on('error', () => {});
  });
}

function singleServer(client: RedisClient, ended: Promise<void>): RedisNode {
  return {
    isSharded: false,
    ended,
    // `client.publish` does the same and costs a fifth more.
    publish: (channel, message) => client.sendCommand(['PUBLISH', channel, message]),
    evaluate: (script, key, values) => client.eval(script, { keys: [key], arguments: [...values] }),
    command: (_key, words) => client.sendCommand([...words]),
    ping: () => client.ping(),
    holderOf: async () => client,
    relearn: async () => {},
    end: () => client.destroy(),
  };
}

async function connectCluster(address: RedisAddress): Promise<RedisNode> {
  const first = new URL(address.urls[0] ?? '');
  const cluster = createCluster({
    rootNodes: address.urls.map((url) => ({ url, socket: { ...noReconnecting } })),
    defaults: {
      ...options,
      ...(first.username !== '' && { username: decodeURIComponent(first.username) }),
      ...(first.password !== '' && { password: decodeURIComponent(first.password) }),
      socket: {
        connectTimeout,
        reconnectStrategy: (tries) => (tries < 15 ? Math.min(1000, 50 * 2 ** tries) : false),
        ...(first.protocol === 'rediss:' && { tls: true }),
      },
    },
    // A part that is away would otherwise keep all others waiting.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: 500,
  });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  cluster.on('disconnect', resolve);
  cluster.on('error', () => {});
  await opened(cluster);
  return shardedServers(cluster, ended);
}

function shardedServers(cluster: RedisCluster, ended: Promise<void>): RedisNode {
  const awaySince = new Map<string, number>();
  const pingPart = async ({ address, client }: (typeof cluster.masters)[number]) => {
    try {
      // It connects when it is needed; one that hangs makes this hang.
      if (client?.isReady) await client.ping();
      else if (client) throw new Error(`${address} is away`);
      awaySince.delete(address);
    } catch (error) {
      const since = awaySince.get(address) ?? Date.now();
      awaySince.set(address, since);
      if (Date.now() - since > partAwayMs) throw error;
    }
  };
  return {
    isSharded: true,
    ended,
    publish: (channel, message) => cluster.sPublish(channel, message),
    evaluate: (script, key, values) =>
      cluster.eval(script, { keys: [key], arguments: [...values] }),
    command: (key, words) => cluster.sendCommand(key, false, [...words]),
    ping: () => Promise.all(cluster.masters.map(pingPart)),
    holderOf: (channel) => cluster.getNodeClientForKey(channel),
    // A command on a key of the channel's slot is redirected when the slot has moved, and so tells where to.
    relearn: (channel) => cluster.exists(channel),
    end: () => cluster.destroy(),
  };
}

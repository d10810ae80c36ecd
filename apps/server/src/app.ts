import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatResync } from '@xom/contract/chat-namespace';
import { resync } from '@xom/contract/conversations';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { openBackplane } from './backplane.ts';
import type { Config } from './config.ts';
import { createFeatures } from './features.ts';
import { Connections } from './platform/connections.ts';
import { migrate, openDatabase } from './platform/database.ts';
import { Dispatch } from './platform/dispatch.ts';
import { openHttpDoor } from './platform/http.ts';
import { migrateJobs, startJobs } from './platform/jobs.ts';
import { createMailer, mailJob } from './platform/mail.ts';
import { Metrics } from './platform/metrics.ts';
import { createRateLimits } from './platform/rate-limits.ts';
import { addReference } from './platform/reference-routes.ts';
import { clearStaging } from './platform/upload.ts';
import { addWebClient } from './platform/web-client.ts';
import { policyTable } from './policies.ts';
import { Recovery } from './recovery.ts';
import type { Tables } from './tables.ts';
import { openSocketDoors, roomSocketPrefix } from './socket-doors.ts';

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** A drain takes at most this long; what still runs then is cut off. */
const drainLimitMs = 10_000;

export interface App {
  /** Where it serves, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly metricsPort: number | null;
  /** Stops accepting, finishes what runs, tells the sockets, closes all but the pool. */
  close(): Promise<void>;
}

/** Brings a database up to date. */
export async function prepareDatabase(pool: Pool, logger: FastifyBaseLogger): Promise<void> {
  await migrate(openDatabase(pool), migrationsFolder);
  await migrateJobs(pool, logger);
}

/**
 * Connections that wait to be taken in. Of a crowd that comes back at once the system drops what is beyond Node's own
 * 511, and these try again only after one second, then three more, then seven.
 */
const maxUnaccepted = 4096;

export interface AppOptions {
  config: Config;
  pool: Pool;
  logger: FastifyBaseLogger;
  /** Where the web client is built; null: it is not served. */
  webClientFolder: string | null;
  /** How many messages are stored at once at most; batches of one are what the bench compares with. */
  ingestBatchSize?: number;
}

/** Puts the features and the doors together on a prepared database, and serves. What was opened before a failure is closed. */
export async function startApp(options: AppOptions): Promise<App> {
  const opened = new AsyncDisposableStack();
  try {
    return await compose(options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** The composition root. What must be closed is added to `opened`, and closed in the reverse order. */
async function compose(options: AppOptions, opened: AsyncDisposableStack): Promise<App> {
  const { config, pool, logger } = options;
  const stagingFolder = join(config.dataDir, 'staging');
  await mkdir(stagingFolder, { recursive: true, mode: 0o700 });
  await clearStaging(stagingFolder);

  const database = openDatabase<Tables>(pool);
  const backplane = await openBackplane(config.redisUrl, logger);
  opened.defer(() => backplane.close());
  const connections = new Connections({ resyncEvents: [resync, chatResync] });
  const features = await createFeatures(
    {
      config,
      pool,
      logger,
      database,
      backplane,
      connections,
      stagingFolder,
      ingestBatchSize: options.ingestBatchSize,
    },
    opened,
  );
  const { accounts, conversations, messages, presence, media, erasure, shared } = features;
  const { authenticator, summaries } = accounts;
  const { roster } = conversations;

  const rateLimits = createRateLimits({ isOn: config.areRateLimitsOn, redis: backplane.redis });
  const dispatch = new Dispatch({
    bindings: features.bindings,
    policies: policyTable(authenticator, features.policies),
    rateLimits,
    checksAnswers: config.checksAnswers,
  });
  let isDraining = false;
  opened.defer(() => presence.drained());
  const { beacon } = conversations;
  const recovery = new Recovery({ ...shared, backplane, summaries, roster, beacon, presence });
  opened.defer(() => recovery.stop());
  opened.defer(() => conversations.deliveries.drained());
  const http = await openHttpDoor({
    dispatch,
    authenticator,
    logger,
    corsOrigins: config.corsOrigins,
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
    trustedProxies: config.trustedProxies,
    stagingFolder,
    isReady: async () => !isDraining && (await answers(pool)),
    isUpgrade: (path) => path.startsWith('/socket.io/') || path.startsWith(roomSocketPrefix),
  });
  opened.defer(() => http.close());
  const metrics = new Metrics(connections, backplane.metrics);
  metrics.observe(http);
  addReference(http);
  await addWebClient(http, options.webClientFolder);
  await media.addUploads(http, authenticator, rateLimits);

  const mailer = createMailer({
    smtpUrl: config.smtpUrl,
    outboxFolder: join(config.dataDir, 'outbox'),
    from: `Xóm <no-reply@${config.publicUrl ? new URL(config.publicUrl).hostname : 'localhost'}>`,
  });
  const jobs = await startJobs(pool, [...features.jobs, mailJob(mailer)], logger);
  opened.defer(() => jobs.stop());
  opened.defer(() => erasure.stop());
  openSocketDoors({ config, http, dispatch, authenticator, connections, logger, features }, opened);
  await http.listen({ port: config.port, host: config.host, backlog: maxUnaccepted });
  let metricsPort: number | null = null;
  if (config.metricsPort !== null) {
    const metricsServer = await metrics.listen(config.metricsPort, config.host);
    opened.defer(() => metricsServer.close());
    metricsPort = metricsServer.port;
  }

  const drain = async () => {
    isDraining = true;
    await dispatch.drain();
    await messages.drained();
    connections.tellResync(connections.all());
    await opened.disposeAsync();
  };
  return {
    url: urlOf(http, config.host),
    metricsPort,
    close: () => within(drainLimitMs, drain(), () => http.server.closeAllConnections()),
  };
}

async function answers(pool: Pool): Promise<boolean> {
  try {
    await pool.query('select');
    return true;
  } catch {
    // Not ready is the whole answer; the pool's own errors are logged where they happen.
    return false;
  }
}

function urlOf(http: FastifyInstance, host: string): string {
  // A TCP server's address is never a string.
  const { port } = http.server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** Waits for a task, or for the limit, after which `cut` ends what is left. */
async function within(limitMs: number, task: Promise<void>, cut: () => void): Promise<void> {
  const { promise: limit, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    cut();
    resolve();
  }, limitMs);
  try {
    await Promise.race([task, limit]);
  } finally {
    clearTimeout(timer);
  }
}

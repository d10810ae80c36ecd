import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatResync, socketError } from '@xom/contract/chat-namespace';
import { resync } from '@xom/contract/conversations';
import { closeCodes } from '@xom/contract/room-socket';
import type { UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { openBackplane } from './backplane.ts';
import type { Config } from './config.ts';
import { deliverChat } from './dialects/chat-delivery.ts';
import { chatNamespaceBindings } from './dialects/chat-namespace.ts';
import { middlewares } from './dialects/middlewares.ts';
import { FrameWriter } from './dialects/room-connection.ts';
import { deliverRooms } from './dialects/room-delivery.ts';
import { acceptRoomSocket } from './dialects/room-socket.ts';
import { socialTweetBindings } from './dialects/social-namespace-tweets.ts';
import { SocialDelivery } from './dialects/social-delivery.ts';
import { greetWithStories, socialStoryBindings } from './dialects/social-namespace-stories.ts';
import { socialCommentBindings } from './dialects/social-namespace-comments.ts';
import { socialNamespaceBindings } from './dialects/social-namespace.ts';
import { type Accounts, createAccounts } from './features/accounts/accounts.ts';
import { createSessionGuard } from './features/accounts/session-guard.ts';
import { createComments } from './features/comments/comments.ts';
import { createConversations } from './features/conversations/conversations.ts';
import { createDirectMessages } from './features/direct-messages/direct-messages.ts';
import { RecountingService } from './features/hiding/recounting.service.ts';
import { createErasure } from './features/erasure/erasure.ts';
import { createMedia } from './features/media/media.ts';
import { MediaUrls } from './features/media/media.urls.ts';
import { createMessages } from './features/messages/messages.ts';
import { createModeration } from './features/moderation/moderation.ts';
import { NoticeService } from './features/notifications/notices.service.ts';
import { createNotifications } from './features/notifications/notifications.ts';
import { createPeople } from './features/people/people.ts';
import { WaitingRequests } from './features/people/waiting-requests.ts';
import { createPosts } from './features/posts/posts.ts';
import { createPresence } from './features/presence/presence.ts';
import { shownActivePeople } from './features/presence/sight-changes.ts';
import { createSearch } from './features/search/search.ts';
import { memberSearch } from './features/search/search-members.ts';
import { createStories } from './features/stories/stories.ts';
import { createTyping } from './features/typing/typing.ts';
import { clientAddressBehind } from './platform/client-address.ts';
import { Connections } from './platform/connections.ts';
import { migrate, openDatabase } from './platform/database.ts';
import { Dispatch } from './platform/dispatch.ts';
import { openHttpDoor } from './platform/http.ts';
import { migrateJobs, startJobs } from './platform/jobs.ts';
import { createMailer, mailJob } from './platform/mail.ts';
import { Metrics } from './platform/metrics.ts';
import { openRawDoor } from './platform/raw-websocket.ts';
import { createRateLimits } from './platform/rate-limits.ts';
import { addReference } from './platform/reference-routes.ts';
import { secretFile } from './platform/secret-file.ts';
import { greetInOrder } from './platform/socketio-handshake.ts';
import { authenticate } from './platform/socketio-middlewares.ts';
import { openSocketDoor } from './platform/socketio.ts';
import { openStorage } from './platform/storage.ts';
import { clearStaging } from './platform/upload.ts';
import { addWebClient } from './platform/web-client.ts';
import { policyTable } from './policies.ts';
import { Recovery } from './recovery.ts';
import type { Tables } from './tables.ts';

const roomSocketPrefix = '/ws/';

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

/** What tokens are signed with: the one of the settings, or of DATA_DIR, where the first call makes it. */
export async function jwtSecretOf(config: Config): Promise<string> {
  return config.jwtSecret ?? secretFile(join(config.dataDir, 'jwt-secret'));
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
  const { bus, makeLimiter } = backplane;
  const connections = new Connections({ resyncEvents: [resync, chatResync] });
  const urls = new MediaUrls(config.publicUrl);
  const storage = await openStorage({
    storageUrl: config.storageUrl,
    folder: join(config.dataDir, 'media'),
  });

  const media = createMedia({ database, storage, urls, stagingFolder, logger });
  const notices = new NoticeService(bus);
  const waiting = new WaitingRequests({
    database,
    bus,
    notices,
    summaries: () => accounts.summaries,
  });
  const recounting = new RecountingService({ database, logger });
  const isOnline = async (userId: UserId) => backplane.presence.isOnline(userId);
  const accounts: Accounts = createAccounts({
    database,
    bus,
    jwtSecret: await jwtSecretOf(config),
    publicUrl: config.publicUrl,
    mediaUrls: urls,
    isOnline,
    areRateLimitsOn: config.areRateLimitsOn,
    makeLimiter,
    media,
    waiting,
    recounting,
  });
  const { authenticator, summaries } = accounts;
  connections.listen(createSessionGuard(bus, connections));
  const counts = backplane.addUp(() => ({
    onlineUsers: connections.userCount,
    openSockets: connections.count,
  }));
  opened.defer(() => counts.stop());
  const moderation = createModeration({ database, bus, summaries, counts, recounting });
  const conversations = createConversations({
    database,
    bus,
    connections,
    summaries,
    urls,
    files: media,
    active: shownActivePeople(database, backplane.presence),
    search: memberSearch(database),
    logger,
    versionsSeconds: config.versionsSeconds,
    areDeliveriesFollowed: config.areDeliveriesFollowed,
  });
  opened.defer(() => conversations.stop());
  const shared = { database, bus, connections, conversations, logger };
  const messages = createMessages({
    ...shared,
    pool,
    summaries,
    urls,
    files: media,
    windows: { editHours: config.editWindowHours, recallHours: config.recallWindowHours },
    batchSize: options.ingestBatchSize,
  });
  const typing = createTyping({ ...shared, makeLimiter });
  const presence = createPresence({ ...shared, store: backplane.presence });
  const { roster } = conversations;
  const deliver = deliverChat({
    roster,
    connections,
    watchersOf: (userId) => presence.watchersOf(userId),
    isBlockedWith: (viewerId, userId) => presence.isBlockedWith(viewerId, userId),
  });
  roster.addDeliverer(deliver);
  presence.addDeliverer(deliver);
  const social = new SocialDelivery({ roster, connections });
  roster.addDeliverer(social.deliver);
  const directMessages = createDirectMessages({ database, summaries, urls, conversations });
  const people = createPeople({
    ...shared,
    summaries,
    roster,
    presence,
    notices,
    urls,
    isOnline,
  });
  const posts = createPosts({ ...shared, summaries, urls, files: media, notices, roster });
  opened.defer(() => posts.stop());
  const comments = createComments({ ...shared, summaries, notices });
  const notifications = createNotifications({ ...shared, summaries, urls, roster });
  opened.defer(() => notifications.drained());
  const stories = createStories({
    ...shared,
    summaries,
    urls,
    files: media,
    roster,
    sendReply: ({ senderId, storyId, ...reply }) => messages.send(senderId, reply, storyId),
  });
  opened.defer(() => stories.stop());

  const search = createSearch({ ...shared, pool, summaries, urls, isOnline });
  opened.defer(() => search.stop());
  const erasure = createErasure({ ...shared, summaries, urls, accounts, files: media, notices });

  const rateLimits = createRateLimits({ isOn: config.areRateLimitsOn, redis: backplane.redis });
  const dispatch = new Dispatch({
    bindings: [
      ...accounts.bindings,
      ...moderation.bindings,
      ...people.bindings,
      ...posts.bindings,
      ...comments.bindings,
      ...notifications.bindings,
      ...conversations.bindings,
      ...messages.bindings,
      ...typing.bindings,
      ...media.bindings,
      ...directMessages.bindings,
      ...search.bindings,
      ...stories.bindings,
      ...erasure.bindings,
      ...chatNamespaceBindings(connections),
      ...socialTweetBindings(),
      ...socialCommentBindings(),
      ...socialNamespaceBindings({ urls, stagingFolder }),
      ...socialStoryBindings(),
    ],
    policies: policyTable(authenticator, { ...conversations.policies, ...messages.policies }),
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
  const jobKinds = [
    ...accounts.jobs,
    waiting.job,
    recounting.job,
    ...media.jobs,
    ...conversations.jobs,
    ...messages.jobs,
    ...posts.jobs,
    ...comments.jobs,
    ...notifications.jobs,
    ...stories.jobs,
    ...erasure.jobs,
    mailJob(mailer),
  ];
  const jobs = await startJobs(pool, jobKinds, logger);
  opened.defer(() => jobs.stop());
  opened.defer(() => erasure.stop());
  const native = {
    middlewares: [authenticate],
    receivesAtOnce: true,
    greet: null,
    refusedEvent: null,
  };
  const clientAddress = clientAddressBehind(config.trustedProxies);
  const sockets = openSocketDoor({
    server: http.server,
    namespaces: [
      { ...native, name: '/v1' },
      { ...native, name: '/chat', receivesAtOnce: false, refusedEvent: socketError },
      {
        ...native,
        name: '/',
        middlewares,
        greet: greetInOrder(social.greet, greetWithStories(connections)),
      },
    ],
    dispatch,
    authenticator,
    connections,
    clientAddress,
    logger,
    corsOrigins: config.corsOrigins,
    checksAnswers: config.checksAnswers,
  });
  opened.defer(() => sockets.close());
  const frames = new FrameWriter({ checksFrames: config.checksAnswers });
  roster.addDeliverer(deliverRooms({ roster, connections, frames }));
  const { areRateLimitsOn } = config;
  const rooms = openRawDoor({
    server: http.server,
    prefix: roomSocketPrefix,
    maxFrameBytes: 64 * 1024,
    stopCode: closeCodes.restart,
    accept: acceptRoomSocket({
      dispatch,
      authenticator,
      connections,
      urls,
      frames,
      logger,
      clientAddress,
      areRateLimitsOn,
    }),
  });
  opened.defer(() => rooms.close());
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

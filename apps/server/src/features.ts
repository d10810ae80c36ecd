import { join } from 'node:path';
import type { UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import type { Backplane } from './backplane.ts';
import type { Config } from './config.ts';
import { deliverChat } from './dialects/chat-delivery.ts';
import { chatNamespaceBindings } from './dialects/chat-namespace.ts';
import { socialTweetBindings } from './dialects/social-namespace-tweets.ts';
import { SocialDelivery } from './dialects/social-delivery.ts';
import { socialStoryBindings } from './dialects/social-namespace-stories.ts';
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
import type { Connections } from './platform/connections.ts';
import { secretFile } from './platform/secret-file.ts';
import { openStorage } from './platform/storage.ts';
import type { Database } from './tables.ts';

/** What tokens are signed with: the one of the settings, or of DATA_DIR, where the first call makes it. */
export async function jwtSecretOf(config: Config): Promise<string> {
  return config.jwtSecret ?? secretFile(join(config.dataDir, 'jwt-secret'));
}

interface Ground {
  config: Config;
  pool: Pool;
  logger: FastifyBaseLogger;
  database: Database;
  backplane: Backplane;
  connections: Connections;
  /** Where files lie until a call adopts them. */
  stagingFolder: string;
  ingestBatchSize: number | undefined;
}

/** Puts the features together. What must be closed is added to `opened`. */
export async function createFeatures(ground: Ground, opened: AsyncDisposableStack) {
  const { config, pool, logger, database, backplane, connections, stagingFolder } = ground;
  const { bus, makeLimiter } = backplane;
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
  const { summaries } = accounts;
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
    batchSize: ground.ingestBatchSize,
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

  return {
    urls,
    shared,
    media,
    accounts,
    conversations,
    messages,
    presence,
    social,
    erasure,
    policies: { ...conversations.policies, ...messages.policies },
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
    jobs: [
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
    ],
  };
}

export type Features = Awaited<ReturnType<typeof createFeatures>>;

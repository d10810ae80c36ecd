import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Authenticator } from '../../platform/authenticator.ts';
import type { Binding } from '../../platform/call.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { RateLimits } from '../../platform/rate-limits.ts';
import type { Storage } from '../../platform/storage.ts';
import type { Database, Queries } from '../../tables.ts';
import { hold, holdOwn, holdOwnImage, release } from './holders.ts';
import { MediaFiles } from './media-files.ts';
import { mediaJobs, releaseConversation } from './media.jobs.ts';
import { mediaBindings } from './media.operations.ts';
import { MediaService } from './media.service.ts';
import type { MediaUrls } from './media.urls.ts';
import { ResumableUploads } from './resumable-uploads.ts';

export interface MediaFeature {
  bindings: Binding[];
  jobs: JobKind[];
  store: MediaService['store'];
  requireUsable: MediaService['requireUsable'];
  hold: typeof hold;
  holdOwn: typeof holdOwn;
  release: typeof release;
  releaseConversation: typeof releaseConversation;
  /** @throws Failure `not_found` | `unsupported_media_type` unless it is an image that they uploaded */
  holdAsProfile(queries: Queries, userId: UserId, mediaId: MediaId): Promise<void>;
  releaseProfile(queries: Queries, userId: UserId, mediaId: MediaId): Promise<void>;
  /** @throws Failure `not_found` | `unsupported_media_type` unless it is an image that they uploaded */
  holdAsConversationPicture(
    queries: Queries,
    conversationId: ConversationId,
    userId: UserId,
    mediaId: MediaId,
  ): Promise<void>;
  releaseConversationPicture(
    queries: Queries,
    conversationId: ConversationId,
    mediaId: MediaId,
  ): Promise<void>;
  /** Mounts the endpoint of resumable uploads. */
  addUploads(
    server: FastifyInstance,
    authenticator: Authenticator,
    rateLimits?: RateLimits,
  ): Promise<void>;
}

/** The feature, put together. What holds and lets go acts in its caller's transaction. */
export function createMedia(dependencies: {
  database: Database;
  storage: Storage;
  urls: MediaUrls;
  stagingFolder: string;
  logger: FastifyBaseLogger;
}): MediaFeature {
  const { database, storage, urls, stagingFolder, logger } = dependencies;
  const files = new MediaFiles(storage, stagingFolder);
  const media = new MediaService({ database, files, urls, logger });
  const uploads = new ResumableUploads({ media, stagingFolder });
  return {
    bindings: mediaBindings(media),
    jobs: mediaJobs({ database, files, clearUploads: async () => uploads.clear() }),
    store: async (file, kind, ownerId) => media.store(file, kind, ownerId),
    requireUsable: async (userId, mediaId, type) => media.requireUsable(userId, mediaId, type),
    hold,
    holdOwn,
    release,
    releaseConversation,
    holdAsProfile: async (queries, userId, mediaId) =>
      holdOwnImage(queries, userId, {
        mediaId,
        kind: 'profile',
        holderId: userId,
        conversationId: null,
      }),
    releaseProfile: async (queries, userId, mediaId) =>
      release(queries, { mediaId, kind: 'profile', holderId: userId }),
    holdAsConversationPicture: async (queries, conversationId, userId, mediaId) =>
      holdOwnImage(queries, userId, {
        mediaId,
        kind: 'conversation',
        holderId: conversationId,
        conversationId,
      }),
    releaseConversationPicture: async (queries, conversationId, mediaId) =>
      release(queries, { mediaId, kind: 'conversation', holderId: conversationId }),
    addUploads: async (server, authenticator, rateLimits) =>
      uploads.mount(server, authenticator, rateLimits),
  };
}

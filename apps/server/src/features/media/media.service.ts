import type { MediaId, UserId } from '@xom/contract/fields';
import type { Media } from '@xom/contract/media';
import type { FastifyBaseLogger } from 'fastify';
import { Failure } from '../../platform/failure.ts';
import { FileAnswer } from '../../platform/file-answer.ts';
import { newId } from '../../platform/identifiers.ts';
import type { StagedFile } from '../../platform/upload.ts';
import type { Database } from '../../tables.ts';
import { lockForRelease } from './holders.queries.ts';
import { deleteUnheld, hold } from './holders.ts';
import type { MediaFiles } from './media-files.ts';
import { mediaView } from './media-view.ts';
import {
  deleteStoring,
  findSendable,
  findVisible,
  insertStoring,
  listShelf,
  markReady,
} from './media.queries.ts';
import type { MediaKind, MediaRow } from './media.tables.ts';
import type { MediaUrls } from './media.urls.ts';

interface StickerView {
  id: MediaId;
  stickerUrl: string;
  width: number;
  height: number;
}

/** Files: how they get in, who may have them, and the shelf of stickers. */
export class MediaService {
  readonly #database: Database;
  readonly #files: MediaFiles;
  readonly #urls: MediaUrls;
  readonly #logger: FastifyBaseLogger;

  constructor(dependencies: {
    database: Database;
    files: MediaFiles;
    urls: MediaUrls;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#files = dependencies.files;
    this.#urls = dependencies.urls;
    this.#logger = dependencies.logger;
  }

  /**
   * Keeps an uploaded file; all its variants exist when it resolves. What nobody holds within a day goes.
   * @param kind what the file must be; null: whatever its bytes say
   * @param id by which somebody may already know it
   * @throws Failure `unsupported_media_type` | `payload_too_large`; nothing is kept then
   */
  async store(
    file: StagedFile,
    kind: MediaKind | null,
    ownerId: UserId,
    id = newId<MediaId>(),
  ): Promise<Media> {
    const { facts, variants, paths } = await this.#files.prepare(file, kind);
    try {
      // The row before the bytes: what a crash leaves in the storage is known, and swept.
      await insertStoring(this.#database, {
        owner_id: ownerId,
        id,
        ...facts,
        variants: JSON.stringify(variants),
      });
      await this.#files.keep(id, paths);
      const row = await markReady(this.#database, { owner_id: ownerId, id });
      if (!row) throw new Error('a file was swept while it was stored');
      return mediaView(row, this.#urls);
    } catch (error) {
      await this.#takeBack(ownerId, id);
      throw error;
    } finally {
      await this.#files.discard(paths);
    }
  }

  /** Removes what `store` got done before it failed; what stays lying, the sweep finds by its row. */
  async #takeBack(ownerId: UserId, mediaId: MediaId): Promise<void> {
    try {
      await this.#files.delete(mediaId);
      await deleteStoring(this.#database, ownerId, mediaId);
    } catch (error) {
      this.#logger.error({ err: error }, 'could not take back a file');
    }
  }

  /**
   * Whether a person may send a file as that: their own, or one that is shared with them or with all.
   * @throws Failure `not_found` | `unsupported_media_type`
   */
  async requireUsable(userId: UserId, mediaId: MediaId, type: MediaKind): Promise<void> {
    const row = await findSendable(this.#database, mediaId, userId);
    if (!row) throw new Failure('not_found');
    if (row.kind !== type) throw new Failure('unsupported_media_type');
  }

  /** @throws Failure `not_found` (not there, not for them, or no such variant) */
  async fetch(viewerId: UserId, mediaId: MediaId, variant?: string): Promise<FileAnswer> {
    const row = await this.#requireVisible(viewerId, mediaId);
    const piece = variant ?? 'main';
    const { mimeType, sizeBytes } = pieceOf(row, variant);
    return new FileAnswer({
      mimeType,
      sizeBytes,
      etag: `"${mediaId}-${piece}"`,
      open: async (range) => this.#files.open(mediaId, piece, range),
    });
  }

  /** @throws Failure `not_found` | `conflict` (somebody holds it) */
  async discard(ownerId: UserId, mediaId: MediaId): Promise<void> {
    await this.#database.transaction().execute(async (queries) => {
      const [row] = await lockForRelease(queries, [mediaId]);
      if (row?.owner_id !== ownerId || row.state !== 'ready') throw new Failure('not_found');
      const deleted = await deleteUnheld(queries, [mediaId]);
      if (deleted.length === 0) throw new Failure('conflict');
    });
  }

  /** Takes back what its owner cancelled, or was never told of; answers whether it was there, and unused. */
  async withdraw(ownerId: UserId, mediaId: MediaId): Promise<boolean> {
    try {
      await this.discard(ownerId, mediaId);
      return true;
    } catch (error) {
      // What stays lying nobody holds: the sweep finds it.
      if (!(error instanceof Failure))
        this.#logger.error({ err: error }, 'could not take back a file');
      return false;
    }
  }

  /** @throws Failure `unsupported_media_type` | `payload_too_large` */
  async createSticker(file: StagedFile, ownerId: UserId): Promise<StickerView> {
    const { id, width, height } = await this.store(file, 'STICKER', ownerId);
    await this.#database
      .transaction()
      .execute(async (queries) =>
        hold(queries, { mediaId: id, kind: 'sticker', holderId: id, conversationId: null }),
      );
    return { id, stickerUrl: this.#urls.of(id), width, height };
  }

  /** A page of the stickers of this server, newest first. */
  async listStickers(page: {
    after: MediaId | null;
    limit: number;
  }): Promise<{ items: StickerView[]; next: MediaId | null }> {
    const { after, limit } = page;
    const rows = await listShelf(this.#database, { after, limit: limit + 1 });
    const items = rows
      .slice(0, limit)
      .map(({ id, width, height }) => ({ id, stickerUrl: this.#urls.of(id), width, height }));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async #requireVisible(viewerId: UserId, mediaId: MediaId): Promise<MediaRow> {
    const row = await findVisible(this.#database, mediaId, viewerId);
    if (!row) throw new Failure('not_found');
    return row;
  }
}

function pieceOf(
  row: MediaRow,
  variant: string | undefined,
): { mimeType: string; sizeBytes: number } {
  if (variant === undefined) return { mimeType: row.mime_type, sizeBytes: row.size_bytes };
  const stored = Object.hasOwn(row.variants, variant) ? row.variants[variant] : undefined;
  if (!stored) throw new Failure('not_found');
  return stored;
}

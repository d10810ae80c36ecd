import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { MediaId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { ByteRange } from '../../platform/file-answer.ts';
import { fileLimits, kindOfFile } from '../../platform/file-kinds.ts';
import type { Storage } from '../../platform/storage.ts';
import type { StagedFile } from '../../platform/upload.ts';
import { prepareImage, prepareSticker, type PreparedImage } from './images.ts';
import type { MediaKind, StoredVariant } from './media.tables.ts';
import { blankMp4Metadata } from './mp4-metadata.ts';
import { readVideo } from './videos.ts';

/** What a file turned out to be, and where its pieces lie until they go into the storage. */
export interface PreparedFile {
  readonly facts: {
    kind: MediaKind;
    mime_type: string;
    size_bytes: number;
    width: number;
    height: number;
    duration_seconds: number | null;
    thumbhash: string | null;
  };
  readonly variants: Record<string, StoredVariant>;
  /** By piece: `main`, and each variant. */
  readonly paths: Record<string, string>;
}

const maxStickerBytes = 2_000_000;
/** Every piece that a file can have: all are deleted, whether it has them or not. */
const pieces = ['main', 'thumb', 'preview'];

/** The pieces of files: how they are made, and where the storage keeps them. */
export class MediaFiles {
  readonly #storage: Storage;
  readonly #stagingFolder: string;

  constructor(storage: Storage, stagingFolder: string) {
    this.#storage = storage;
    this.#stagingFolder = stagingFolder;
  }

  /**
   * Makes of an uploaded file what is kept of it. `kind` null: what its bytes say.
   * @throws Failure `unsupported_media_type` | `payload_too_large`; no piece is left lying then
   */
  async prepare(file: StagedFile, kind: MediaKind | null): Promise<PreparedFile> {
    const found = await kindOfFile(file.path);
    const asked = kind === 'VIDEO' ? 'video' : kind === null ? found.kind : 'image';
    if (asked !== found.kind) throw new Failure('unsupported_media_type');
    const limit = kind === 'STICKER' ? maxStickerBytes : fileLimits[found.kind];
    if (file.sizeBytes > limit) throw new Failure('payload_too_large');
    return found.kind === 'video'
      ? prepareVideo(file, found.mimeType)
      : this.#prepareImage(file, found.mimeType, kind === 'STICKER' ? 'STICKER' : 'IMAGE');
  }

  async #prepareImage(
    file: StagedFile,
    mimeType: string,
    kind: 'IMAGE' | 'STICKER',
  ): Promise<PreparedFile> {
    const prepare = kind === 'STICKER' ? prepareSticker : prepareImage;
    const { main, variants, thumbhash } = await prepare(file.path, mimeType);
    return {
      facts: {
        kind,
        mime_type: main.mimeType,
        size_bytes: main.bytes.length,
        width: main.width,
        height: main.height,
        duration_seconds: null,
        thumbhash,
      },
      variants: Object.fromEntries(
        Object.entries(variants).map(([name, { bytes, ...picture }]) => [
          name,
          { ...picture, sizeBytes: bytes.length },
        ]),
      ),
      paths: await this.#write({ main, ...variants }),
    };
  }

  /** Writes finished pictures next to each other into the staging folder, or none of them. */
  async #write(pictures: Record<string, PreparedImage['main']>): Promise<Record<string, string>> {
    const name = randomUUID();
    const paths: Record<string, string> = {};
    try {
      for (const [piece, { bytes }] of Object.entries(pictures)) {
        const path = join(this.#stagingFolder, `${name}-${piece}`);
        paths[piece] = path;
        await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
      }
    } catch (error) {
      await this.discard(paths);
      throw error;
    }
    return paths;
  }

  /** Moves the pieces into the storage. */
  async keep(mediaId: MediaId, paths: Record<string, string>): Promise<void> {
    for (const [piece, path] of Object.entries(paths)) {
      await this.#storage.put(keyOf(mediaId, piece), path);
    }
  }

  /** Removes pieces that did not get into the storage. */
  async discard(paths: Record<string, string>): Promise<void> {
    await Promise.all(Object.values(paths).map(async (path) => rm(path, { force: true })));
  }

  /**
   * Opens a piece, or a range of it.
   * @throws Failure `not_found`
   */
  async open(mediaId: MediaId, piece: string, range: ByteRange): Promise<Readable> {
    return this.#storage.open(keyOf(mediaId, piece), range);
  }

  /** Removes all pieces of a file. */
  async delete(mediaId: MediaId): Promise<void> {
    for (const piece of pieces) await this.#storage.delete(keyOf(mediaId, piece));
  }
}

/** A video is kept as it came, but for what it tells beside its pictures. */
async function prepareVideo(file: StagedFile, mimeType: string): Promise<PreparedFile> {
  const { width, height, durationSeconds } = await readVideo(file.path);
  if (mimeType === 'video/mp4') await blankMp4Metadata(file.path);
  return {
    facts: {
      kind: 'VIDEO',
      mime_type: mimeType,
      size_bytes: file.sizeBytes,
      width,
      height,
      duration_seconds: durationSeconds,
      thumbhash: null,
    },
    variants: {},
    paths: { main: file.path },
  };
}

/** In 256 folders by the end of the id: its beginning is the time, the same for all of a day. */
function keyOf(mediaId: MediaId, piece: string): string {
  return `${mediaId.slice(-2)}/${mediaId}-${piece}`;
}

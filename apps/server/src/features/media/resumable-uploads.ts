import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { MediaId, type UserId } from '@xom/contract/fields';
import type { Media } from '@xom/contract/media';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../../platform/authenticator.ts';
import { closeGently } from '../../platform/closing.ts';
import { Failure, languageOf, renderFailure } from '../../platform/failure.ts';
import { fileLimits } from '../../platform/file-kinds.ts';
import { newId } from '../../platform/identifiers.ts';
import type { RateLimits } from '../../platform/rate-limits.ts';
import { whenUnheard } from '../../platform/unheard.ts';
import type { MediaService } from './media.service.ts';
import { copyHeaders, failureOf, webRequest } from './resumable-http.ts';

declare module 'fastify' {
  // @fastify/cors reads it, but does not say so.
  interface FastifyContextConfig {
    cors?: { preflight: boolean };
  }
}

const path = '/api/v1/media/uploads';
const endsAfterMs = 24 * 60 * 60 * 1000;
const idShape = /^[\da-f-]{36}$/;

/**
 * Uploads in parts that may break off and go on (tus 1.0). The parts lie in a folder of their own; when the
 * last one is here, the file takes the way of every other upload, and the answer to that part is the file. The
 * file has the id of its upload, so that whoever cancels too late to be told of the file still takes it back.
 */
export class ResumableUploads {
  readonly #media: MediaService;
  readonly #folder: string;
  readonly #notes: FileConfigstore;
  readonly #store: FileStore;
  readonly #tus: Server;
  /** Who asks, and why it failed: tus hands the request itself to its hooks. */
  readonly #owners = new WeakMap<object, UserId>();
  readonly #errors = new WeakMap<object, Error>();
  /** Resolves when it is over, in whatever way. */
  readonly #finishing = new Map<string, Promise<unknown>>();

  constructor(dependencies: { media: MediaService; stagingFolder: string; maxBytes?: number }) {
    this.#media = dependencies.media;
    this.#folder = join(dependencies.stagingFolder, 'resumable');
    this.#notes = new FileConfigstore(this.#folder);
    // Not told when uploads end: it would look for the file after the last part, when that is gone.
    this.#store = new FileStore({ directory: this.#folder, configstore: this.#notes });
    this.#tus = new Server({
      path,
      datastore: this.#store,
      maxSize: dependencies.maxBytes ?? fileLimits.video,
      relativeLocation: true,
      // A part that goes on waits this long for the broken-off one before it.
      lockDrainTimeout: 500,
      // The owner is in the name of the upload but not in its address: nobody can address another's.
      namingFunction: (request) => this.#nameOf(request, newId()),
      getFileIdFromRequest: (request, id = '') =>
        idShape.test(id) ? this.#nameOf(request, id) : undefined,
      generateUrl: (_request, { id }) => `${path}/${addressIn(id)}`,
      onUploadFinish: async (request, upload) => this.#finish(request, upload),
      onResponseError: (request, error) => {
        if (error instanceof Error) this.#errors.set(request, error);
        return undefined;
      },
    });
  }

  /** Adds the endpoint. */
  async mount(
    server: FastifyInstance,
    authenticator: Authenticator,
    rateLimits?: RateLimits,
  ): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#forgetComplete();
    await server.register(async (scope) => {
      // The bodies are read by tus, as streams.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _body, done) => done(null));
      const owners = new WeakMap<FastifyRequest, UserId>();
      const admit = async (request: FastifyRequest) => {
        const { userId } = await authenticator.authenticate(bearerOf(request), 'access');
        owners.set(request, userId);
        await rateLimits?.count(request.method === 'POST' ? 'upload' : 'file', userId);
      };
      const handle = async (request: FastifyRequest, reply: FastifyReply) =>
        this.#handle(request, reply, owners.get(request));
      scope.post(path, { onRequest: admit }, handle);
      scope.route({
        method: ['HEAD', 'PATCH', 'DELETE'],
        url: `${path}/:uploadId`,
        onRequest: admit,
        handler: handle,
      });
      // What tus can do, and what browsers ask beforehand; neither brings a token.
      for (const url of [path, `${path}/:uploadId`]) {
        scope.options(url, { config: { cors: { preflight: false } } }, handle);
      }
    });
  }

  /** Removes uploads of which nothing came for a day. */
  async clear(): Promise<void> {
    const uploads = new Map<string, number>();
    for (const file of await readdir(this.#folder)) {
      const name = file.replace(/\.json$/, '');
      const { mtimeMs } = await stat(join(this.#folder, file));
      uploads.set(name, Math.max(mtimeMs, uploads.get(name) ?? 0));
    }
    for (const [name, lastPartAt] of uploads) {
      if (lastPartAt < Date.now() - endsAfterMs) await this.#remove(name);
    }
  }

  async #handle(
    request: FastifyRequest,
    reply: FastifyReply,
    owner: UserId | undefined,
  ): Promise<FastifyReply> {
    const asked = webRequest(request);
    if (owner) this.#owners.set(asked, owner);
    const id = uploadIdOf(request);
    const answer = await this.#answer(asked, owner, id);
    const madeId = id ?? idIn(answer.headers.get('location'));
    if (owner && madeId !== null && answer.status === 201) {
      whenUnheard(reply, () => void this.#takeBack(owner, madeId));
    }
    copyHeaders(answer.headers, reply);
    const text = await answer.text();
    if (answer.status < 400) {
      if (text) void reply.type('application/json; charset=utf-8');
      return reply.code(answer.status).send(text);
    }
    closeGently(request.raw);
    const error = this.#errors.get(asked);
    if (error) throw error;
    const { failure, status } = failureOf(answer.status, text);
    if (!status) throw failure;
    // What tus clients know by its status only.
    const rendered = renderFailure(failure, languageOf(request.headers['accept-language']));
    return reply.code(status).send({ status: 'error', statusCode: status, ...rendered });
  }

  async #answer(asked: Request, owner: UserId | undefined, id: string | null): Promise<Response> {
    if (owner && id !== null && asked.method === 'DELETE') return this.#cancel(asked, owner, id);
    // All is here but not yet looked at: neither done, nor to be asked for more.
    if (this.#finishing.has(`${owner}.${id}`)) return new Response(null, { status: 423 });
    return this.#tus.handleWeb(asked);
  }

  #nameOf(request: object, id: string): string {
    const owner = this.#owners.get(request);
    if (!owner) throw new Failure('unauthenticated');
    return `${owner}.${id}`;
  }

  /** Whoever cancels does not know how far it has come: what is looked at, or stored, goes too. */
  async #cancel(asked: Request, owner: UserId, id: string): Promise<Response> {
    const finishing = this.#finishing.get(`${owner}.${id}`);
    // How it ended, the one who sent the last part is told.
    await finishing?.catch(() => undefined);
    const isTaken = idShape.test(id) && (await this.#media.withdraw(owner, mediaIdOf(id)));
    if (isTaken || finishing) return new Response(null, { status: 204 });
    return this.#tus.handleWeb(asked);
  }

  async #takeBack(owner: UserId, id: string): Promise<void> {
    await this.#remove(`${owner}.${id}`);
    await this.#media.withdraw(owner, mediaIdOf(id));
  }

  /** The last part is here: what the answer to it is. */
  async #finish(request: object, upload: Upload) {
    const owner = this.#owners.get(request);
    if (!owner || this.#finishing.has(upload.id)) throw new Failure('conflict');
    const finishing = this.#keep(upload, owner);
    this.#finishing.set(upload.id, finishing);
    try {
      const data = await finishing;
      return {
        status_code: 201,
        body: JSON.stringify({ status: 'success', statusCode: 201, data }),
      };
    } finally {
      this.#finishing.delete(upload.id);
    }
  }

  async #keep({ id, offset }: Upload, owner: UserId): Promise<Media> {
    try {
      const file = { path: join(this.#folder, id), sizeBytes: offset, mimeType: null };
      return await this.#media.store(file, null, owner, mediaIdOf(addressIn(id)));
    } finally {
      // After a failure too: to a client a complete upload would look like a successful one.
      await this.#remove(id);
    }
  }

  async #remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
    await rm(join(this.#folder, `${name}.json`), { force: true });
  }

  /** Removes what was complete, but not looked at, when the server was killed. */
  async #forgetComplete(): Promise<void> {
    for (const name of await this.#notes.list()) {
      const { offset, size } = await this.#store.getUpload(name);
      if (offset === size) await this.#remove(name);
    }
  }
}

function uploadIdOf({ params }: FastifyRequest): string | null {
  if (typeof params !== 'object' || !params || !('uploadId' in params)) return null;
  return String(params.uploadId);
}

/** The id in the address of an upload. */
function idIn(location: string | null): string | null {
  return location === null ? null : location.slice(location.lastIndexOf('/') + 1);
}

/** The part of an upload's name that is not its owner. */
function addressIn(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** The file that is made of an upload. */
function mediaIdOf(id: string): MediaId {
  return MediaId.parse(id);
}

function bearerOf({ headers }: FastifyRequest): string {
  const [scheme, token] = headers.authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw new Failure('unauthenticated');
  return token;
}

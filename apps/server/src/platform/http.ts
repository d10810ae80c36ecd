import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { Operation } from '@xom/contract/define';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Authenticator } from './authenticator.ts';
import type { Caller, HttpExchange } from './call.ts';
import type { Dispatch } from './dispatch.ts';
import { Failure, languageOf } from './failure.ts';
import { FileAnswer, sendFile } from './file-answer.ts';
import { refuse, refuseUnreadable } from './http-refusals.ts';
import { newId } from './identifiers.ts';
import { queryDecoder } from './query-string.ts';
import { whenUnheard } from './unheard.ts';
import { discard, receiveMultipart, type StagedFile } from './upload.ts';

export interface HttpDoorOptions {
  dispatch: Dispatch;
  authenticator: Authenticator;
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  /** Whether cookies travel by https only. */
  isSecure: boolean;
  /** Addresses and networks that may say, by `X-Forwarded-For`, where a request comes from. */
  trustedProxies: readonly string[];
  /** Where files lie until a call adopts them. */
  stagingFolder: string;
  isReady(): Promise<boolean>;
  /** Whether a WebSocket is served at this path. */
  isUpgrade(path: string): boolean;
}

const jsonBodyLimitBytes = 1024 * 1024;
const mediaCookie = 'xom_media';

/** The HTTP door: every operation's REST route, health, and the shape of all answers and refusals. */
export async function openHttpDoor(options: HttpDoorOptions): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: options.logger,
    // Our own line (`logResponse`) names the route, never a path or a query with its tokens.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: jsonBodyLimitBytes,
    trustProxy: options.trustedProxies.length > 0 && [...options.trustedProxies],
    genReqId: () => newId(),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // A bad URL and an over-long parameter are refused before the error handler is reached.
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
    routerOptions: { maxParamLength: 500 },
    // What is no HTTP at all never becomes a request.
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket),
    http: {
      // Node would answer a request without a host by itself, without a word.
      requireHostHeader: false,
      // Anything else that asks for another protocol is a request like any other.
      shouldUpgradeCallback: ({ url = '' }) => options.isUpgrade(url),
    },
  });
  // Node would answer 417 by itself; such a request is handled like any other.
  server.server.on('checkExpectation', (request, response) => {
    server.server.emit('request', request, response);
  });
  // Before the plugins, so that their routes refuse in our shape too.
  server.setErrorHandler(refuse);
  await server.register(cookie);
  server.addHook('onRequest', async ({ method, headers }) => {
    // No question of a browser about another origin: nothing is there.
    const isPreflight = headers['access-control-request-method'] !== undefined;
    if (method === 'OPTIONS' && !isPreflight && headers['tus-resumable'] === undefined) {
      throw new Failure('not_found');
    }
  });
  await server.register(cors, {
    origin: options.corsOrigins.includes('*') ? true : [...options.corsOrigins],
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['Retry-After'],
    maxAge: 86_400,
  });
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.isSecure,
    crossOriginResourcePolicy: {
      policy: options.corsOrigins.length > 0 ? 'cross-origin' : 'same-site',
    },
  });
  await server.register(multipart);
  acceptEmptyJson(server);
  server.addHook(
    'onRequest',
    async (request, reply) => void reply.header('X-Request-Id', request.id),
  );
  server.addHook('onResponse', async (request, reply) => logResponse(request, reply));
  server.setNotFoundHandler((request, reply) => refuse(new Failure('not_found'), request, reply));
  server.get('/healthz', { logLevel: 'silent' }, () => ({ status: 'ok' }));
  server.get('/readyz', { logLevel: 'silent' }, async (request, reply) =>
    (await options.isReady())
      ? { status: 'ok' }
      : refuse(new Failure('unavailable'), request, reply),
  );
  for (const operation of options.dispatch.operations) addRoutes(server, operation, options);
  return server;
}

/** Clients often say JSON and send nothing; that counts as `{}`. */
function acceptEmptyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') done(null, {});
      else void parse(request, body, done);
    },
  );
}

function addRoutes(server: FastifyInstance, operation: Operation, options: HttpDoorOptions): void {
  const { rest } = operation;
  if (!rest) return;
  const { dispatch } = options;
  const callers = new WeakMap<FastifyRequest, Caller | null>();
  const decodeQuery = queryDecoder(operation.input);
  const readsQuery = rest.method === 'GET' || rest.method === 'DELETE';

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    let file: StagedFile | null = null;
    try {
      let body: object;
      if (request.isMultipart()) {
        if (rest.file === 'none') throw new Failure('unsupported_media_type');
        const received = await receiveMultipart(request, options.stagingFolder);
        file = received.file;
        body = received.fields;
      } else {
        body = objectBody(request.body);
      }
      if (rest.file === 'required' && !file)
        throw new Failure('invalid_input', { file: 'is missing' });
      const answer = await dispatch.run(
        operation,
        {
          ...(readsQuery && decodeQuery(request.query)),
          ...body,
          ...objectBody(request.params),
        },
        {
          caller: callers.get(request) ?? null,
          language: languageOf(request.headers['accept-language']),
          requestId: request.id,
          address: request.ip,
          userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
          connection: null,
          http: exchange(request, reply, options.isSecure),
          file,
          // An answer over HTTP and an event have no order between them.
          afterwards: (task) => void setImmediate(task),
        },
      );
      if (answer instanceof FileAnswer) return await sendFile(answer, request, reply);
      return await reply
        .code(rest.status)
        .send({ status: 'success', statusCode: rest.status, data: answer });
    } finally {
      if (file) await discard(file);
    }
  };

  for (const prefix of rest.prefixes) {
    server.route({
      method: rest.method,
      url: prefix + rest.path,
      // Who calls is known before a body is read.
      onRequest: async (request) => {
        const token = tokenOf(request, rest.answer === 'file');
        const caller =
          token === null || operation.access === 'anyone'
            ? null
            : await options.authenticator.authenticate(token.value, token.kind);
        callers.set(request, caller);
        await dispatch.admit(operation, caller, request.ip);
      },
      handler: handle,
    });
  }
}

function objectBody(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new Failure('invalid_input', { body: 'must be an object' });
  }
  return body;
}

function tokenOf(
  request: FastifyRequest,
  isForFile: boolean,
): { value: string; kind: 'access' | 'media' } | null {
  const [scheme, value] = request.headers.authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'bearer' && value) return { value, kind: 'access' };
  if (!isForFile) return null;
  const { query } = request;
  if (typeof query === 'object' && query && 'token' in query && typeof query.token === 'string') {
    return { value: query.token, kind: 'access' };
  }
  const cookieValue = request.cookies[mediaCookie];
  return cookieValue ? { value: cookieValue, kind: 'media' } : null;
}

function exchange(request: FastifyRequest, reply: FastifyReply, isSecure: boolean): HttpExchange {
  return {
    header(name) {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
    cookie: (name) => request.cookies[name],
    setCookie({ name, value, path, maxAgeSeconds }) {
      const common = { path, httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
      if (value === null) reply.clearCookie(name, common);
      else reply.setCookie(name, value, { ...common, maxAge: maxAgeSeconds });
    },
    whenUnheard: (task) => whenUnheard(reply, task),
  };
}

function logResponse(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info(
    {
      method: request.method,
      // The route's pattern: paths and queries may hold ids and tokens.
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    },
    'request',
  );
}

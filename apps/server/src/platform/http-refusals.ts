import type { Socket } from 'node:net';
import { type ErrorCode, errorTable } from '@xom/contract/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { closeGently } from './closing.ts';
import { Failure, languageOf, renderFailure } from './failure.ts';

/** Renders any refusal, ours or the framework's, in the one shape. */
export function refuse(
  error: FastifyError | Failure | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = error instanceof Failure ? error : frameworkFailure(error);
  if (!failure) request.log.error({ err: error }, 'request failed');
  const rendered = renderFailure(failure ?? error, languageOf(request.headers['accept-language']));
  const statusCode = errorTable[rendered.error].status;
  if (failure?.retryAfterSeconds)
    void reply.header('Retry-After', String(failure.retryAfterSeconds));
  // What is left of a body that nobody reads would be taken for the next request.
  if (!request.raw.complete && request.raw.headers['content-length'] !== '0') {
    void reply.header('Connection', 'close');
    closeGently(request.raw);
  }
  return reply.code(statusCode).send({ status: 'error', statusCode, ...rendered });
}

/** Answers what Node's parser refused, in the one shape, and ends the connection. */
export function refuseUnreadable(error: Error, socket: Socket): void {
  // Nobody is there any more, or an answer is under way.
  if (isCode(error, 'ECONNRESET') || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const refusal = new Failure('invalid_input', { body: 'is not HTTP that can be read' });
  const body = JSON.stringify({
    status: 'error',
    statusCode: errorTable.invalid_input.status,
    ...renderFailure(refusal, 'en'),
  });
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function isCode(error: Error, code: string): boolean {
  return 'code' in error && error.code === code;
}

/** What Fastify itself refuses: its status tells which of our codes it is. */
function frameworkFailure(error: Error): Failure | null {
  const status = 'statusCode' in error ? error.statusCode : null;
  const codes: Record<number, ErrorCode> = {
    400: 'invalid_input',
    // A path that leads out of the folder of the web client.
    403: 'not_found',
    404: 'not_found',
    413: 'payload_too_large',
    414: 'invalid_input',
    415: 'unsupported_media_type',
    431: 'invalid_input',
    503: 'unavailable',
  };
  const code = typeof status === 'number' ? codes[status] : undefined;
  if (!code) return null;
  return new Failure(code, code === 'invalid_input' ? { body: error.message } : undefined);
}

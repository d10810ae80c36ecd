import { Readable } from 'node:stream';
import type { ErrorCode } from '@xom/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../platform/failure.ts';

/** The same request as the tus server takes it, its body still unread. */
export function webRequest({ raw, url, method }: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw.headers)) {
    if (isOfTus(name) && typeof value === 'string') headers.set(name, value);
  }
  const hasBody = method === 'POST' || method === 'PATCH';
  // Nothing of the address but its path counts.
  return new Request(new URL(url, 'http://localhost'), {
    method,
    headers,
    ...(hasBody && { body: Readable.toWeb(raw), duplex: 'half' }),
  });
}

function isOfTus(name: string): boolean {
  return /^(tus|upload)-/.test(name) || name === 'content-type' || name === 'content-length';
}

/** Its body is JSON or nothing, and who may call from where is ours to say: those headers stay behind. */
const ours = new Set(['access-control-allow-origin', 'content-length', 'content-type']);

/** Passes on what tus says beside the body. */
export function copyHeaders(from: Headers, reply: FastifyReply): void {
  for (const [name, value] of from) {
    if (ours.has(name)) continue;
    void reply.header(
      name,
      name === 'access-control-expose-headers' ? `${value}, Retry-After` : value,
    );
  }
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  403: 'invalid_input',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  412: 'invalid_input',
  413: 'payload_too_large',
  423: 'conflict',
  501: 'invalid_input',
};

/** What a refusal of tus is called here. `status`: where its clients count on that very one. */
export function failureOf(status: number, text: string): { failure: Error; status?: 412 | 423 } {
  const code = codes[status];
  if (!code) return { failure: new Error(`resumable upload: ${status} ${text.trim()}`) };
  const failure = new Failure(
    code,
    code === 'invalid_input' ? { upload: text.trim().slice(0, 200) } : undefined,
  );
  return status === 412 || status === 423 ? { failure, status } : { failure };
}

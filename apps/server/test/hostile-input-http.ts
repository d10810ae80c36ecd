import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import type { Operation } from '@xom/contract/define';
import { expect } from 'vitest';
import { restRefusal, restVerdict, type Verdict } from './contract-calls.ts';
import type { Answer } from './people.ts';

/** However hostile a request is, it is answered within this time. */
export const patienceMs = 5000;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export interface RawRequest {
  method: string;
  /** Sent as it is, neither encoded nor tidied. */
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer | undefined;
}

/** Sends a request that `fetch` would tidy or refuse. */
export async function send(
  url: string,
  { method, path, headers, body }: RawRequest,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, agent, headers: headers ?? {}, insecureHTTPParser: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const received = new Headers();
          for (const [name, value] of Object.entries(response.headers)) {
            received.set(name, String(value));
          }
          const text = Buffer.concat(chunks).toString();
          const isJson = received.get('content-type')?.includes('json') ?? false;
          resolve({
            status: response.statusCode ?? 0,
            headers: received,
            body: isJson && text ? JSON.parse(text) : text,
          });
        });
      },
    );
    sent.setTimeout(patienceMs, () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Writes bytes that need not be HTTP, and reads what comes back until the server closes, or is quiet. */
export async function sendBytes(
  url: string,
  bytes: string | Buffer,
  quietMs = 500,
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Closed in our face is an answer as well.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(received);
      else reject(error);
    });
  });
}

/** The path, query and body of a call whose fields may be anything. */
export function hostileCall(
  operation: Operation,
  prefix: string,
  fields: Record<string, unknown>,
  jsonBody: string,
): RawRequest {
  const { rest } = operation;
  if (!rest) throw new Error(`${operation.name} has no REST door`);
  const names = new Set<string>();
  const path = rest.path.replace(/:(\w+)/g, (_, name: string) => {
    names.add(name);
    return encoded(fields[name]);
  });
  const { method } = rest;
  if (method !== 'GET' && method !== 'DELETE') {
    const headers = { 'Content-Type': 'application/json' };
    return { method, path: prefix + path, headers, body: jsonBody };
  }
  const query = Object.entries(fields)
    .filter(([name]) => !names.has(name))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  // Past this Node refuses the line before anybody sees it; see the raw requests.
  return { method, path: `${prefix}${path}?${query}`.slice(0, 12_000) };
}

function encoded(value: unknown): string {
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const text =
    typeof value === 'string'
      ? value
      : isPlainList
        ? value.join(',')
        : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.toWellFormed()).slice(0, 4000);
}

/** Nothing of the inside: no stack, no path, no SQL, no name of a library. */
export function holdDiscretion(answer: unknown): void {
  const text = typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '');
  expect(text.slice(0, 5000)).not.toMatch(
    /node_modules|\bat \S+ \(|\.ts:\d|node:internal|\/apps\/server|syntax error at|violates|pg_catalog|kysely|relation "|ECONN|ENOENT|EACCES|FST_ERR/,
  );
}

/** Holds an answer to a call of an operation against its contract. */
export function holdAnswer(operation: Operation, answer: Answer): Verdict {
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  const verdict = restVerdict(operation, answer);
  if (verdict !== 'ok') holdDiscretion(answer.body);
  return verdict;
}

/** Holds the answer to a request that can only be refused. */
export function holdRefusal(answer: Answer): void {
  expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  restRefusal(answer);
  holdDiscretion(answer.body);
}

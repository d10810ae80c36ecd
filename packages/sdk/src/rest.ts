import type { CallDoor, CallOptions } from './calls.ts';
import { fetchWithProgress } from './upload-progress.ts';
import { errorFrom, isRecord, XomError } from './xom-error.ts';

export interface RestSettings {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  /** Whether the refresh token is in a cookie. */
  readonly cookies: boolean;
}

type RestDoor = NonNullable<CallDoor['rest']>;

/** Calls an operation over REST, once, and gives what it answers. */
export async function callRest(
  settings: RestSettings,
  { name, rest }: CallDoor,
  input: object,
  accessToken: string | null,
  options: CallOptions = {},
): Promise<unknown> {
  if (!rest) throw new XomError('network', `${name} needs the socket: connect() first`);
  const request = buildRequest(settings, rest, input, accessToken);
  const response = await send(settings, request, options);
  if (response.ok && rest.answersFile) return response.blob();
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && isRecord(answer) && answer['status'] === 'success') return answer['data'];
  const retryAfter = response.headers.get('retry-after');
  throw errorFrom(answer, {
    status: response.status,
    retryAfterSeconds: retryAfter === null ? undefined : Number(retryAfter),
  });
}

interface RestRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: FormData | string | null;
}

function buildRequest(
  settings: RestSettings,
  rest: RestDoor,
  input: object,
  accessToken: string | null,
): RestRequest {
  const fields = new Map<string, unknown>(Object.entries(input));
  const path = rest.path.replace(/:([A-Za-z]+)/g, (_parameter, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    // An empty segment would be another address.
    if (value === undefined || value === null || value === '')
      throw new XomError('invalid_input', `${name} is missing`, { details: { [name]: 'missing' } });
    return encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));
  });
  const url = new URL(path, settings.url);
  const headers = new Headers({ Accept: 'application/json' });
  if (accessToken !== null) headers.set('Authorization', `Bearer ${accessToken}`);
  // A foreign page cannot set this header, so what the cookie allows is ours to ask.
  if (settings.cookies) headers.set('X-Xom-Client', 'sdk');
  const body = bodyOf(rest, fields, url);
  if (typeof body === 'string') headers.set('Content-Type', 'application/json');
  return { url, method: rest.method, headers, body };
}

/** Puts the fields where the method takes them: the query, a form, or JSON. */
function bodyOf(
  rest: RestDoor,
  fields: ReadonlyMap<string, unknown>,
  url: URL,
): FormData | string | null {
  const given = [...fields].filter(([, value]) => value !== undefined);
  if (rest.method === 'GET' || rest.method === 'DELETE') {
    // A list becomes `a,b`: that is also how a list reads as text.
    for (const [name, value] of given) url.searchParams.set(name, String(value));
    return null;
  }
  const file = fields.get('file');
  if (rest.takesFile && file instanceof Blob) return formOf(given);
  if (given.length === 0) return null;
  return JSON.stringify(Object.fromEntries(given));
}

function formOf(fields: readonly [name: string, value: unknown][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) {
    if (value instanceof Blob) form.append(name, value);
    else form.append(name, String(value));
  }
  return form;
}

async function send(
  { fetch, timeoutMs }: RestSettings,
  { url, body, ...request }: RestRequest,
  { signal, onProgress }: CallOptions,
): Promise<Response> {
  // How long a file takes nobody knows; everything else answers soon or not at all.
  const timeout = body instanceof FormData ? undefined : AbortSignal.timeout(timeoutMs);
  const ends = AbortSignal.any([timeout, signal].filter((each) => each !== undefined));
  try {
    if (body instanceof FormData && onProgress && 'XMLHttpRequest' in globalThis)
      return await fetchWithProgress(url.href, { ...request, body, signal: ends }, onProgress);
    return await fetch(url.href, { ...request, body, signal: ends });
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    if (timeout?.aborted)
      throw new XomError('timeout', 'the server did not answer in time', { cause: thrown });
    throw new XomError('network', 'the server cannot be reached', { cause: thrown });
  }
}

interface Upload {
  readonly method: string;
  readonly headers: Headers;
  readonly body: FormData;
  readonly signal: AbortSignal;
}

/** What is used of a browser's XMLHttpRequest. */
interface Request {
  readonly status: number;
  readonly responseText: string;
  readonly upload: {
    addEventListener(
      name: 'progress',
      act: (event: { loaded: number; total: number }) => void,
    ): void;
  };
  addEventListener(name: 'load' | 'error' | 'abort', act: () => void): void;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  send(body: FormData): void;
  abort(): void;
}
declare const XMLHttpRequest: new () => Request;

/** Like `fetch`, which cannot say how much of a body has gone. */
export function fetchWithProgress(
  url: string,
  { method, headers, body, signal }: Upload,
  onProgress: (part: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    const on = (name: 'load' | 'error' | 'abort', act: () => void) =>
      request.addEventListener(name, () => {
        signal.removeEventListener('abort', abort);
        act();
      });
    request.open(method, url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    on('load', () => {
      const retryAfter = request.getResponseHeader('retry-after');
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
        }),
      );
    });
    on('error', () => reject(new TypeError('the upload broke off')));
    on('abort', () => reject(signal.reason));
    request.send(body);
  });
}

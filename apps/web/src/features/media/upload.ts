import type { Media } from '@xom/contract/media';
import { errorFrom, isRecord, XomError } from '@xom/sdk/xom-error';
import { client } from '../../shell/client.ts';

/** Larger files go in parts that may break off and go on. */
const maxWholeBytes = 8_000_000;

export interface UploadOptions {
  /** Ends the upload, and takes back what has arrived. */
  readonly signal?: AbortSignal | undefined;
  /** From 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** One way to bring a file to the server. */
export type Upload = (file: File, options: UploadOptions) => Promise<Media>;

/**
 * Uploads an image or a video. What nobody posts within a day the server removes.
 * @throws XomError as `media.upload`; the signal's reason when it was cancelled
 */
export async function upload(file: File, options: UploadOptions = {}): Promise<Media> {
  options.signal?.throwIfAborted();
  const send =
    file.size <= maxWholeBytes ? uploadWhole : (await import('./upload-parts.ts')).uploadInParts;
  const media = await send(file, options);
  if (!options.signal?.aborted) return media;
  await discard(media.id);
  throw options.signal.reason;
}

/** Takes back an upload that nothing holds. What cannot be taken back now goes within a day. */
export async function discard(mediaId: string): Promise<void> {
  await client.media.discard({ mediaId }).catch(() => undefined);
}

/** Reads what an upload answered. @throws XomError */
export function mediaFrom(status: number, body: string): Media {
  let answer: unknown = null;
  try {
    answer = JSON.parse(body);
  } catch {
    // Not from our server: `errorFrom` says so.
  }
  if (status === 201 && isRecord(answer) && isRecord(answer['data'])) {
    // What arrives is what the contract says.
    return answer['data'] as Media;
  }
  throw errorFrom(answer, { status });
}

const uploadWhole: Upload = async (file, options) => {
  try {
    return await sendWhole(file, options);
  } catch (error) {
    // The access token has ended since it was given.
    if (!(error instanceof XomError) || error.code !== 'unauthenticated') throw error;
    await client.auth.refresh();
    return sendWhole(file, options);
  }
};

/** By XMLHttpRequest: `fetch` tells no progress of what it sends. */
function sendWhole(file: File, { signal, onProgress }: UploadOptions): Promise<Media> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    let isSent = false;
    request.upload.addEventListener('load', () => {
      isSent = true;
    });
    // What is on the server already is taken back once the answer says what it is.
    const cancel = () => {
      if (!isSent) request.abort();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress?.(loaded / total),
    );
    request.addEventListener('load', () => {
      try {
        resolve(mediaFrom(request.status, request.responseText));
      } catch (error) {
        reject(error instanceof Error ? error : new Error('the upload failed', { cause: error }));
      }
    });
    request.addEventListener('error', () =>
      reject(new XomError('network', 'the server cannot be reached')),
    );
    request.addEventListener('abort', () => reject(reasonOf(signal)));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', cancel));
    request.open('POST', '/api/v1/media');
    request.setRequestHeader('Authorization', `Bearer ${client.accessToken ?? ''}`);
    request.setRequestHeader('Accept', 'application/json');
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

/** Why something was cancelled, as an error. */
export function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('cancelled', 'AbortError');
}

import type { Media } from '@xom/contract/media';
import { XomError } from '@xom/sdk/xom-error';
import { DetailedError, Upload as Transfer } from 'tus-js-client';
import { client } from '../../shell/client.ts';
import { mediaFrom, reasonOf, type UploadOptions } from './upload.ts';

const retryDelays = [500, 1_000, 3_000, 5_000, 10_000];

/**
 * Uploads by tus: when the connection breaks, it goes on where it was.
 * @throws XomError as `media.upload`; the signal's reason when it was cancelled
 */
export function uploadInParts(file: File, { signal, onProgress }: UploadOptions): Promise<Media> {
  return new Promise((resolve, reject) => {
    let isTokenOld = false;
    const transfer = new Transfer(file, {
      endpoint: '/api/v1/media/uploads',
      retryDelays,
      // Nothing of the person stays in this browser; what was begun before a reload begins anew.
      storeFingerprintForResuming: false,
      async onBeforeRequest(request) {
        if (isTokenOld) await client.auth.refresh();
        isTokenOld = false;
        request.setHeader('Authorization', `Bearer ${client.accessToken ?? ''}`);
      },
      onShouldRetry(error) {
        const status = error.originalResponse?.getStatus() ?? 0;
        isTokenOld = status === 401;
        return status === 0 || status >= 500 || [401, 409, 423, 429].includes(status);
      },
      onUploadUrlAvailable() {
        if (signal?.aborted === true) takeBack();
      },
      onProgress: (sent, total) => onProgress?.(sent / total),
      onError: (error) => reject(signal?.aborted === true ? reasonOf(signal) : refusalOf(error)),
      onSuccess({ lastResponse }) {
        try {
          resolve(mediaFrom(lastResponse.getStatus(), lastResponse.getBody()));
        } catch (error) {
          reject(error instanceof Error ? error : new Error('the upload failed', { cause: error }));
        }
      },
    });
    // What lies there anyway goes within a day.
    const takeBack = () => void transfer.abort(true).catch(() => undefined);
    signal?.addEventListener('abort', () => {
      reject(reasonOf(signal));
      // Until it has an address, there is nothing to take back.
      if (transfer.url !== null) takeBack();
    });
    transfer.start();
  });
}

function refusalOf(error: Error): Error {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return new XomError('network', 'the server cannot be reached', { cause: error });
  try {
    mediaFrom(response.getStatus(), response.getBody());
  } catch (refusal) {
    if (refusal instanceof Error) return refusal;
  }
  return error;
}

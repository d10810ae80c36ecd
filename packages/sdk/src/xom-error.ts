import type { ErrorCode, ErrorDetails } from '@xom/contract/errors';
import { errorStatuses } from './contract-table.ts';

/**
 * The codes of the server, and what only a client can meet: `network` (not reached, or the connection
 * broke), `timeout`, and `unexpected` (an answer that no Xóm server of this contract gives).
 */
export type XomErrorCode = ErrorCode | 'network' | 'timeout' | 'unexpected';

interface Circumstances {
  readonly status?: number;
  readonly details?: ErrorDetails | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Why a call failed. */
export class XomError extends Error {
  override readonly name = 'XomError';
  readonly code: XomErrorCode;
  /** The HTTP status that belongs to the code; 0 when there was no answer. */
  readonly status: number;
  /** What is wrong, by the path of the field. */
  readonly details: ErrorDetails | undefined;
  /** Of `rate_limited`, where the server said it. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: XomErrorCode, message: string, circumstances: Circumstances = {}) {
    super(message, circumstances.cause === undefined ? undefined : { cause: circumstances.cause });
    this.code = code;
    this.status = circumstances.status ?? (isErrorCode(code) ? errorStatuses[code] : 0);
    this.details = circumstances.details;
    this.retryAfterSeconds = circumstances.retryAfterSeconds;
  }
}

/** Reads the error fields that REST answers, acks and refused handshakes share. */
export function errorFrom(answer: unknown, circumstances: Circumstances = {}): XomError {
  if (!isRecord(answer) || typeof answer['error'] !== 'string')
    return new XomError('unexpected', 'the server gave an unexpected answer', circumstances);
  const { error, message } = answer;
  return new XomError(
    isErrorCode(error) ? error : 'unexpected',
    typeof message === 'string' ? message : error,
    { ...circumstances, details: detailsFrom(answer['details']) },
  );
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatuses, code);
}

function detailsFrom(value: unknown): ErrorDetails | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([path, text]) => [path, String(text)]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

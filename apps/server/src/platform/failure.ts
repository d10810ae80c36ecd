import { type ErrorCode, type ErrorDetails, errorTable, type Language } from '@xom/contract/errors';

/** A refusal that the caller is told: a code of the table, and which fields are at fault. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  /** Of `rate_limited`: when to try again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, details?: ErrorDetails, retryAfterSeconds?: number) {
    super(code);
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface RenderedFailure {
  error: ErrorCode;
  message: string;
  details?: ErrorDetails;
}

/** What a door shows of any thrown thing: a Failure as it is, everything else as `internal`. */
export function renderFailure(thrown: unknown, language: Language): RenderedFailure {
  const failure = thrown instanceof Failure ? thrown : new Failure('internal');
  return {
    error: failure.code,
    message: errorTable[failure.code][language],
    ...(failure.details && { details: failure.details }),
  };
}

/** The first of the languages we speak that an `Accept-Language` header asks for; English otherwise. */
export function languageOf(header: string | undefined): Language {
  for (const part of header?.toLowerCase().split(',') ?? []) {
    const tag = part.trim();
    if (tag.startsWith('vi')) return 'vi';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}

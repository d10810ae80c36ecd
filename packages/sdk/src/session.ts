import { isRecord, XomError } from './xom-error.ts';

/** The tokens of a session. Without a refresh token it is in a cookie, or there is none. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds, from when they were given. */
  readonly expiresIn: number;
}

export interface SessionSettings {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Whether the refresh token is in a cookie. */
  readonly cookies: boolean;
  /** Trades a refresh token (null: the cookie) for the answer of `auth.refresh`. */
  readonly refresh: (refreshToken: string | null) => Promise<unknown>;
  /** Told of every new pair; null when the session is over, with what the server refused it by. */
  readonly onTokens: (tokens: Tokens | null, refusal: XomError | null) => void;
}

/** Holds the tokens, and renews them once however many calls ask for it. */
export class Session {
  readonly #settings: SessionSettings;
  #accessToken: string | null;
  #refreshToken: string | null;
  #renewal: Promise<boolean> | null = null;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#accessToken = settings.accessToken;
    this.#refreshToken = settings.refreshToken;
  }

  get accessToken(): string | null {
    return this.#accessToken;
  }

  /** Takes over the tokens in an answer of sign-in or refresh. */
  take(answer: unknown): void {
    const tokens = tokensFrom(answer);
    this.#accessToken = tokens.accessToken;
    this.#refreshToken = tokens.refreshToken;
    this.#settings.onTokens(tokens, null);
  }

  /** Drops the tokens: the session is over, maybe because the server refused it. */
  forget(refusal: XomError | null = null): void {
    if (this.#accessToken === null && this.#refreshToken === null) return;
    this.#accessToken = null;
    this.#refreshToken = null;
    this.#settings.onTokens(null, refusal);
  }

  /**
   * Gets a new access token in place of one that was refused; false when the session is over.
   * @throws XomError when the server cannot say
   */
  async renew(refused: string | null): Promise<boolean> {
    // Another call has renewed it since this one was sent.
    if (this.#accessToken !== null && this.#accessToken !== refused) return true;
    if (this.#refreshToken === null && !this.#settings.cookies) return false;
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renew(): Promise<boolean> {
    try {
      this.take(await this.#refreshAlone());
      return true;
    } catch (thrown) {
      if (!(thrown instanceof XomError) || !isFinal(thrown)) throw thrown;
      this.forget(thrown);
      return false;
    }
  }

  /** Tabs share the cookie, and a refresh token that is used twice ends the session: one at a time. */
  async #refreshAlone(): Promise<unknown> {
    const refresh = () => this.#settings.refresh(this.#refreshToken);
    const locks = this.#settings.cookies ? globalThis.navigator?.locks : undefined;
    return locks ? locks.request('xom:refresh', refresh) : refresh();
  }
}

/** Whether the server refuses for good, rather than being out of reach or busy. */
function isFinal({ status }: XomError): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

function tokensFrom(answer: unknown): Tokens {
  if (!isRecord(answer) || typeof answer['accessToken'] !== 'string')
    throw new XomError('unexpected', 'the server gave no access token');
  const { accessToken, refreshToken, expiresIn } = answer;
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' ? refreshToken : null,
    expiresIn: Number(expiresIn),
  };
}

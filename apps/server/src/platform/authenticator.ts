import type { SessionId, UserId } from '@xom/contract/fields';
import type { Caller } from './call.ts';

/** What a token says by itself, its signature and end checked. */
export interface Claims {
  readonly userId: UserId;
  readonly sessionId: SessionId;
}

/** `access` tokens live minutes; `media` ones sit in a cookie that only fetches files. */
export type TokenKind = 'access' | 'media';

/** How the doors learn who calls; the accounts feature is one. */
export interface Authenticator {
  /** @throws Failure `unauthenticated` */
  readToken(token: string, kind: TokenKind): Promise<Claims>;
  /** @throws Failure `unauthenticated` (the session is over) | `account_suspended` */
  loadCaller(claims: Claims): Promise<Caller>;
  /** Both in one. */
  authenticate(token: string, kind: TokenKind): Promise<Caller>;
}

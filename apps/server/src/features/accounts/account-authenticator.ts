import type { Authenticator, Claims, TokenKind } from '../../platform/authenticator.ts';
import { Batched } from '../../platform/batched.ts';
import type { Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { findCallers, type FoundCaller } from './sessions.queries.ts';
import type { SignedTokens } from './signed-tokens.ts';

/** Tells the doors who calls. A token alone is not enough: its session must still be there. */
export class AccountAuthenticator implements Authenticator {
  readonly #tokens: SignedTokens;
  readonly #callers: Batched<Claims, FoundCaller | undefined>;

  constructor(database: Database, tokens: SignedTokens) {
    this.#tokens = tokens;
    this.#callers = new Batched(async (sessions) => {
      const found = await findCallers(database, sessions);
      const bySession = new Map(found.map((one) => [one.sessionId, one]));
      return sessions.map(({ sessionId }) => bySession.get(sessionId));
    });
  }

  async readToken(token: string, kind: TokenKind): Promise<Claims> {
    return this.#tokens.read(token, kind);
  }

  async loadCaller(claims: Claims): Promise<Caller> {
    const found = await this.#callers.ask(claims);
    if (!found) throw new Failure('unauthenticated');
    if (found.state !== 'active') throw new Failure('account_suspended');
    if (found.isDeactivated) throw new Failure('unauthenticated');
    return { ...claims, role: found.role };
  }

  async authenticate(token: string, kind: TokenKind): Promise<Caller> {
    return this.loadCaller(await this.readToken(token, kind));
  }
}

import type { OutputOf } from '@xom/contract/define';
import type { listSessions } from '@xom/contract/accounts';
import { SessionId, UserId } from '@xom/contract/fields';
import type { Claims } from '../../platform/authenticator.ts';
import type { Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import { setSeenNow } from './accounts.queries.ts';
import { mintToken, readToken } from './secret-tokens.ts';
import * as stored from './sessions.queries.ts';
import type { Device } from './sessions.queries.ts';

const maxSessions = 100;

/**
 * A browser that leaves a page while its cookie is renewed never gets the new one, and comes back with the old.
 * No script can read that cookie, so for a moment it is taken once more.
 */
const cookieGraceSeconds = 30;

/** A session with the refresh token that continues it. */
export interface OpenSession extends Claims {
  refreshToken: string;
}

/** What became of a refresh token. A used one that comes again may be a thief's: its session ends. */
type Renewal =
  | { outcome: 'renewed'; session: OpenSession }
  | { outcome: 'unknown' | 'reused' | 'suspended' };

/** Where people are signed in. */
export class Sessions {
  readonly #database: Database;
  readonly #announcer: AccountAnnouncer;

  constructor(database: Database, announcer: AccountAnnouncer) {
    this.#database = database;
    this.#announcer = announcer;
  }

  /**
   * Opens a session in the caller's transaction, which holds the person's row.
   * @returns the session, and those that had to end for it: to be announced after the commit
   */
  async open(
    queries: Queries,
    userId: UserId,
    device: Device,
  ): Promise<{ session: OpenSession; endedIds: SessionId[] }> {
    const claims: Claims = { userId, sessionId: newId<SessionId>() };
    await stored.insertSession(queries, claims, device);
    const session = await this.#addRefreshToken(queries, claims);
    const endedIds = await stored.deleteSessionsBeyond(queries, userId, maxSessions);
    return { session, endedIds };
  }

  /**
   * Trades a refresh token for a new one.
   * @param isFromCookie whether a browser sent it by itself
   * @throws Failure `unauthenticated` | `account_suspended`
   */
  async renew(
    refreshToken: string,
    device: Device,
    { isFromCookie }: { isFromCookie: boolean },
  ): Promise<OpenSession> {
    const token = readToken(refreshToken, 2);
    if (!token) throw new Failure('unauthenticated');
    const claims: Claims = {
      userId: UserId.parse(token.ids[0]),
      sessionId: SessionId.parse(token.ids[1]),
    };
    const renewal = await this.#database.transaction().execute(async (queries) =>
      this.#rotate(queries, claims, token.hash, {
        device,
        graceSeconds: isFromCookie ? cookieGraceSeconds : 0,
      }),
    );
    if (renewal.outcome === 'renewed') return renewal.session;
    if (renewal.outcome === 'reused') {
      this.#announcer.sessionEnded(claims.userId, claims.sessionId, 'token_reused');
    }
    throw new Failure(renewal.outcome === 'suspended' ? 'account_suspended' : 'unauthenticated');
  }

  async #rotate(
    queries: Queries,
    claims: Claims,
    hash: Buffer,
    { device, graceSeconds }: { device: Device; graceSeconds: number },
  ): Promise<Renewal> {
    const owner = await stored.lockSession(queries, claims);
    const token = owner && (await stored.findRefreshToken(queries, claims, hash));
    if (!token) return { outcome: 'unknown' };
    if (token.usedSecondsAgo !== null && token.usedSecondsAgo >= graceSeconds) {
      await stored.deleteSession(queries, claims);
      return { outcome: 'reused' };
    }
    // The token stays unused: once restored, the person goes on where they were.
    if (owner.state !== 'active') return { outcome: 'suspended' };
    if (token.usedSecondsAgo === null) await stored.markRefreshTokenUsed(queries, claims, hash);
    await stored.prolongSession(queries, claims, device);
    return { outcome: 'renewed', session: await this.#addRefreshToken(queries, claims) };
  }

  async #addRefreshToken(queries: Queries, claims: Claims): Promise<OpenSession> {
    const { token, hash } = mintToken(claims.userId, claims.sessionId);
    await stored.insertRefreshToken(queries, claims, hash);
    return { ...claims, refreshToken: token };
  }

  /** Ends one session of a person. @returns whether there was one */
  async end({ userId, sessionId }: Claims): Promise<boolean> {
    const wasThere = await this.#database.transaction().execute(async (queries) => {
      // The person's row before the session's, as signing in locks them.
      await setSeenNow(queries, userId);
      return stored.deleteSession(queries, { userId, sessionId });
    });
    if (wasThere) this.#announcer.sessionEnded(userId, sessionId, 'signed_out');
    return wasThere;
  }

  async list(caller: Caller): Promise<OutputOf<typeof listSessions>> {
    const sessions = await stored.listSessions(this.#database, caller.userId);
    return {
      items: sessions.map(({ createdAt, lastUsedAt, ...same }) => ({
        ...same,
        isCurrent: same.id === caller.sessionId,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
      })),
    };
  }
}

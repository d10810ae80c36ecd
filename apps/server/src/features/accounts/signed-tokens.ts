import { createSecretKey, type KeyObject } from 'node:crypto';
import { SessionId, UserId } from '@xom/contract/fields';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Claims, TokenKind } from '../../platform/authenticator.ts';
import { Failure } from '../../platform/failure.ts';

const algorithm = 'HS256';
const day = 24 * 60 * 60;

/** How long each kind lives. A media token ends with its session, whatever it says itself. */
export const tokenSeconds: Record<TokenKind, number> = { access: 15 * 60, media: 30 * day };

/** In `aud`, so that a token of one kind is never taken for the other. */
const audiences: Record<TokenKind, string> = { access: 'xom:access', media: 'xom:media' };

const Payload = z.object({ user_id: UserId, sid: SessionId });

/** So many verified tokens are remembered. */
const maxVerified = 20_000;

/** Makes and reads the JWTs that people show at every call. */
export class SignedTokens {
  readonly #key: KeyObject;
  /** By kind and token, the oldest first: people show the same one at every call until it ends. */
  readonly #verified = new Map<string, { claims: Claims; endsAtMs: number }>();

  constructor(secret: string) {
    this.#key = createSecretKey(Buffer.from(secret));
  }

  async sign(kind: TokenKind, { userId, sessionId }: Claims): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ user_id: userId, sid: sessionId })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setSubject(userId)
      .setAudience(audiences[kind])
      .setIssuedAt(now)
      .setExpirationTime(now + tokenSeconds[kind])
      .sign(this.#key);
  }

  /** @throws Failure `unauthenticated` */
  async read(token: string, kind: TokenKind): Promise<Claims> {
    const name = `${kind} ${token}`;
    const known = this.#verified.get(name);
    if (known && known.endsAtMs > Date.now()) return known.claims;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        audience: audiences[kind],
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      const { user_id: userId, sid: sessionId } = Payload.parse(payload);
      const claims = { userId, sessionId };
      this.#remember(name, claims, (payload.exp ?? 0) * 1000);
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) {
        throw new Failure('unauthenticated');
      }
      throw error;
    }
  }

  #remember(name: string, claims: Claims, endsAtMs: number): void {
    const [oldest] = this.#verified.keys();
    if (oldest !== undefined && this.#verified.size >= maxVerified) this.#verified.delete(oldest);
    this.#verified.delete(name);
    this.#verified.set(name, { claims, endsAtMs });
  }
}

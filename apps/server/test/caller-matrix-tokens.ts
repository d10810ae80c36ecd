import { decodeJwt, SignJWT } from 'jose';
import type { StrangerName } from './caller-matrix-callers.ts';

/** What the server of the matrix signs with. */
export const jwtSecret = 'the matrix knows this secret, which is long enough';

/**
 * Tokens that look right and prove nothing. Each but for one flaw is that of a person whose session lives, so
 * that only the flaw can be why it is refused.
 * @param good the access token of that person
 * @param media the token of their media cookie
 * @param ended one of theirs whose session is over
 * @param victimId whom the tampered one names
 */
export async function badTokens(given: {
  good: string;
  media: string;
  ended: string;
  victimId: string;
}): Promise<Record<StrangerName, string | undefined>> {
  const { good, media, ended, victimId } = given;
  const claims = decodeJwt(good);
  const [, payload = '', signature = ''] = good.split('.');
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
  return {
    'no token': undefined,
    'malformed token': 'not.a.token',
    'expired token': await sign({ ...claims, iat: anHourAgo, exp: anHourAgo + 900 }, jwtSecret),
    'forged token': await sign(claims, 'another secret, which is just as long as that'),
    'unsigned token': `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'tampered token': `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({
      ...claims,
      user_id: victimId,
      sub: victimId,
    })}.${signature}`,
    'media token': media,
    'ended session': ended,
  };
}

async function sign(claims: object, secret: string): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(Buffer.from(secret));
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

import type { Call, Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import type { OpenSession } from './sessions.service.ts';
import { type SignedTokens, tokenSeconds } from './signed-tokens.ts';

type AnyCall = Pick<Call<Caller | null>, 'http'>;

/** Read by the HTTP door, where files are fetched without a header of ours. */
const mediaCookie = { name: 'xom_media', path: '/api/v1/media' };
const refreshCookie = { name: 'xom_refresh', path: '/api/v1/auth' };
const refreshSeconds = 30 * 24 * 60 * 60;

/** The tokens of an answer. In cookie mode the refresh token is not among them. */
export interface TokenAnswer {
  accessToken: string;
  refreshToken?: string;
  expiresIn: number;
}

/**
 * Lets only pages of ours go on: a foreign page makes a browser send our cookies, but cannot add this
 * header unless CORS allows its origin.
 * @throws Failure `forbidden`
 */
export function requireOwnPage(call: AnyCall): void {
  if (call.http?.header('x-xom-client') === undefined) throw new Failure('forbidden');
}

export function refreshTokenCookie(call: AnyCall): string | null {
  return call.http?.cookie(refreshCookie.name) ?? null;
}

/** Makes the tokens of a session and puts into cookies what travels there. */
export async function handOut(
  call: AnyCall,
  tokens: SignedTokens,
  session: OpenSession,
  { asCookie }: { asCookie: boolean },
): Promise<TokenAnswer> {
  const accessToken = await tokens.sign('access', session);
  call.http?.setCookie({
    ...mediaCookie,
    value: await tokens.sign('media', session),
    maxAgeSeconds: tokenSeconds.media,
  });
  const answer: TokenAnswer = { accessToken, expiresIn: tokenSeconds.access };
  if (!asCookie) return { ...answer, refreshToken: session.refreshToken };
  call.http?.setCookie({
    ...refreshCookie,
    value: session.refreshToken,
    maxAgeSeconds: refreshSeconds,
  });
  return answer;
}

export function clearCookies(call: AnyCall): void {
  for (const cookie of [mediaCookie, refreshCookie]) {
    call.http?.setCookie({ ...cookie, value: null, maxAgeSeconds: 0 });
  }
}

import { createHmac } from 'node:crypto';
import type { SessionId, UserId } from '@xom/contract/fields';
import { decodeJwt, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { SignedTokens } from './signed-tokens.ts';

const secret = 'a secret of at least thirty-two characters';
const tokens = new SignedTokens(secret);
const claims = { userId: newId<UserId>(), sessionId: newId<SessionId>() };
const refusal = { code: 'unauthenticated' };

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function signer(): SignJWT {
  return new SignJWT({ user_id: claims.userId, sid: claims.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(claims.userId)
    .setAudience('xom:access')
    .setIssuedAt()
    .setExpirationTime('1h');
}

describe('signed tokens', () => {
  test('say who, which session, and until when', async () => {
    const token = await tokens.sign('access', claims);
    expect(await tokens.read(token, 'access')).toEqual(claims);
    const payload = decodeJwt(token);
    expect(payload).toMatchObject({
      user_id: claims.userId,
      sub: claims.userId,
      sid: claims.sessionId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60);
  });

  test('of one kind never pass as the other', async () => {
    const access = await tokens.sign('access', claims);
    const media = await tokens.sign('media', claims);
    expect(await tokens.read(media, 'media')).toEqual(claims);
    await expect(tokens.read(media, 'access')).rejects.toMatchObject(refusal);
    await expect(tokens.read(access, 'media')).rejects.toMatchObject(refusal);
  });

  test('that ended, or that another secret signed, are refused', async () => {
    const key = Buffer.from(secret);
    await tokens.read(await signer().sign(key), 'access');
    const ended = await signer()
      .setExpirationTime(Math.floor(Date.now() / 1000) - 1)
      .sign(key);
    const foreign = await signer().sign(Buffer.from('another secret, just as long as ours'));
    for (const token of [ended, foreign, '', 'a.b.c', 'nonsense', `${await signer().sign(key)}x`]) {
      await expect(tokens.read(token, 'access')).rejects.toMatchObject(refusal);
    }
  });

  test('with another algorithm, or none, are refused', async () => {
    const [, payload = ''] = (await tokens.sign('access', claims)).split('.');
    const none = `${encoded({ alg: 'none' })}.${payload}.`;
    const strongerHead = `${encoded({ alg: 'HS512' })}.${payload}`;
    const stronger = `${strongerHead}.${createHmac('sha512', secret).update(strongerHead).digest('base64url')}`;
    for (const token of [none, stronger]) {
      await expect(tokens.read(token, 'access')).rejects.toMatchObject(refusal);
    }
  });

  test('without ids that could be ours are refused', async () => {
    const token = await new SignJWT({ user_id: 'x', sid: claims.sessionId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('x')
      .setAudience('xom:access')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(Buffer.from(secret));
    await expect(tokens.read(token, 'access')).rejects.toMatchObject(refusal);
  });
});

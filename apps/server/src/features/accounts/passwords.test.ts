import { describe, expect, test } from 'vitest';
import { Failure } from '../../platform/failure.ts';
import { Passwords } from './passwords.ts';

const passwords = new Passwords();

describe('passwords', () => {
  test('are hashed by argon2id with the parameters that OWASP recommends', async () => {
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.hash('correct horse')).not.toBe(hash);
  });

  test('are right or wrong, and nobody has one', async () => {
    const hash = await passwords.hash('correct horse');
    expect(await passwords.isRight(hash, 'correct horse')).toBe(true);
    expect(await passwords.isRight(hash, 'correct hors')).toBe(false);
    expect(await passwords.isRight(null, 'correct horse')).toBe(false);
  });

  test('are the same whichever way a keyboard writes Vietnamese', async () => {
    const hash = await passwords.hash('mật khẩu của tôi'.normalize('NFC'));
    expect(await passwords.isRight(hash, 'mật khẩu của tôi'.normalize('NFD'))).toBe(true);
  });

  test('wait in a queue that has an end', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 300 }, async () => passwords.isRight(null, 'anything')),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(60);
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(Failure);
      expect(reason).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 5 });
    }
    expect(await passwords.isRight(null, 'afterwards it goes on')).toBe(false);
  }, 30_000);
});

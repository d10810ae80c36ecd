import { describe, expect, test, vi } from 'vitest';
import { limiterHere } from '../../platform/limiters.ts';
import { LoginThrottle } from './login-throttle.ts';

const wrong = async () => false;
const right = async () => true;

async function fail(throttle: LoginThrottle, account: string, address: string, times: number) {
  for (let time = 0; time < times; time += 1) await throttle.attempt(account, address, wrong);
}

describe('the login throttle', () => {
  test('lets nobody try after ten failures, not even with the right password', async () => {
    const throttle = new LoginThrottle({ isOn: true, makeLimiter: limiterHere });
    await fail(throttle, 'lan', 'here', 10);
    const check = vi.fn(right);
    await expect(throttle.attempt('lan', 'elsewhere', check)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 900),
    });
    expect(check).not.toHaveBeenCalled();
    expect(await throttle.attempt('minh', 'here', right)).toBe(true);
  });

  test('starts anew after a right password, and after a reset', async () => {
    const throttle = new LoginThrottle({ isOn: true, makeLimiter: limiterHere });
    await fail(throttle, 'lan', 'here', 9);
    expect(await throttle.attempt('lan', 'here', right)).toBe(true);
    await fail(throttle, 'lan', 'here', 10);
    await throttle.clear('lan');
    expect(await throttle.attempt('lan', 'here', right)).toBe(true);
  });

  test('counts tries that run at once', async () => {
    const throttle = new LoginThrottle({ isOn: true, makeLimiter: limiterHere });
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return false;
    };
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, async () => throttle.attempt('lan', 'here', slow)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  test('lets an address fail a hundred times, over all accounts', async () => {
    const throttle = new LoginThrottle({ isOn: true, makeLimiter: limiterHere });
    for (let account = 0; account < 20; account += 1) {
      await fail(throttle, `account${account}`, 'here', 5);
      // What succeeds does not count.
      if (account < 10) await throttle.attempt(`friend${account}`, 'here', right);
    }
    await expect(throttle.attempt('another', 'here', right)).rejects.toMatchObject({
      code: 'rate_limited',
    });
    expect(await throttle.attempt('another', 'elsewhere', right)).toBe(true);
  });

  test('can be off', async () => {
    const throttle = new LoginThrottle({ isOn: false, makeLimiter: limiterHere });
    await fail(throttle, 'lan', 'here', 200);
    expect(await throttle.attempt('lan', 'here', right)).toBe(true);
  });
});

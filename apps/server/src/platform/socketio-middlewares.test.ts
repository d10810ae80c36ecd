import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Authenticator } from './authenticator.ts';
import { Failure } from './failure.ts';
import type { DoorSocket } from './socketio-connection.ts';
import { type ConnectionMiddleware, runMiddlewares } from './socketio-middlewares.ts';

// These look at neither.
const socket = {} as DoorSocket;
const authenticator = {} as Authenticator;
const run = (...middlewares: ConnectionMiddleware[]) =>
  runMiddlewares(middlewares, socket, authenticator);

afterEach(() => vi.useRealTimers());

describe('middlewares', () => {
  it('all have to continue, one after the other', async () => {
    const asked: string[] = [];
    await run(
      async () => {
        await Promise.resolve();
        asked.push('first');
        return true;
      },
      () => asked.push('second') > 0,
    );
    expect(asked).toEqual(['first', 'second']);
  });

  it('refuse by false, by anything that is not true, and by what they throw', async () => {
    const never = vi.fn<ConnectionMiddleware>();
    const forbidden = { code: 'forbidden' };
    await expect(run(() => false, never)).rejects.toMatchObject(forbidden);
    // A check without types may answer anything.
    const careless = (() => 'true') as unknown as ConnectionMiddleware;
    await expect(run(careless, never)).rejects.toMatchObject(forbidden);
    const suspended = () => {
      throw new Failure('account_suspended');
    };
    await expect(run(suspended, never)).rejects.toMatchObject({ code: 'account_suspended' });
    expect(never).not.toHaveBeenCalled();
  });

  it('refuse by taking longer than 10 seconds', async () => {
    vi.useFakeTimers();
    const settled = vi.fn<() => void>();
    const slow = run(async () => new Promise<boolean>(() => {}));
    slow.then(settled, settled);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(settled).not.toHaveBeenCalled();
    const refused = expect(slow).rejects.toThrow('longer than 10 seconds');
    await vi.advanceTimersByTimeAsync(200);
    await refused;
  });
});

import { expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.ts';

it('runs the tasks of one key in turn, those of others beside them, and goes on after a failure', async () => {
  const queue = new KeyedQueue();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const step = (name: string) => async () => {
    order.push(name);
    return name;
  };
  const first = queue.run('a', async () => {
    await gate.promise;
    order.push('first');
    throw new Error('no');
  });
  const second = queue.run('a', step('second'));
  expect(await queue.run('b', step('other'))).toBe('other');
  gate.resolve();
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('second');
  expect(await queue.run('a', step('third'))).toBe('third');
  expect(order).toEqual(['other', 'first', 'second', 'third']);
});

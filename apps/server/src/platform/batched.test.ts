import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Batched } from './batched.ts';

it('asks at once while idle, then for all who came meanwhile', async () => {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  const doubled = new Batched<number, number>(async (questions) => {
    batches.push([...questions]);
    await new Promise<void>((resolve) => held.push(resolve));
    return questions.map((question) => question * 2);
  });
  const answers = [1, 2].map((question) => doubled.ask(question));
  await endOfTurn();
  answers.push(doubled.ask(3));
  await endOfTurn();
  // Both that may be asked at once are: these wait.
  answers.push(doubled.ask(4), doubled.ask(5));
  await endOfTurn();
  expect(batches).toEqual([[1, 2], [3]]);
  held.shift()?.();
  await expect.poll(() => batches).toEqual([[1, 2], [3], [4, 5]]);
  for (const release of held) release();
  expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10]);
});

it('tells a failure to those of its batch only, and goes on', async () => {
  const checked = new Batched<string, string>(async (questions) => {
    if (questions.includes('bad')) throw new Error('no');
    return questions;
  });
  await expect(Promise.all([checked.ask('good'), checked.ask('bad')])).rejects.toThrow('no');
  expect(await checked.ask('good')).toBe('good');
  await expect(new Batched(async () => []).ask(1)).rejects.toThrow('not every question');
});

it('asks for at most 500 at once', async () => {
  const sizes: number[] = [];
  const echo = new Batched<number, number>(async (questions) => {
    sizes.push(questions.length);
    return questions;
  });
  const answers = await Promise.all(Array.from({ length: 1200 }, (_, n) => echo.ask(n)));
  expect(answers[1199]).toBe(1199);
  expect(sizes).toEqual([500, 500, 200]);
});

import type { PostEdit } from '@xom/contract/posts';
import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { serveTests, two } from '../people/test-acts.ts';
import { all, done, expectWhole, pathOf, post } from './test-acts.ts';

/** Edits at the same time, and who is shown what a post said before. */

serveTests();

it('shows nobody else what it said when it was for others', async () => {
  const [lan, minh] = await two();
  const made = await post(lan, { text: 'thân', visibility: 'friends' });
  const saidTo = async (who: TestPerson, limit?: number) =>
    (await all<PostEdit>(who, `/posts/${made.id}/edits`, limit)).map(({ text }) => text);
  done(await lan.patch(pathOf(made), { text: 'kín' }));
  // Its words and who sees it change at once: what it said before is as old as its audience.
  done(await lan.patch(pathOf(made), { text: 'chung', visibility: 'public' }));
  expect(await saidTo(minh)).toEqual([]);
  for (const text of ['chung 2', 'chung 3']) done(await lan.patch(pathOf(made), { text }));
  expect(await saidTo(minh, 1)).toEqual(['chung 2', 'chung']);
  expect(await saidTo(lan, 2)).toEqual(['chung 2', 'chung', 'kín', 'thân']);

  // The same visibility said again changes nothing.
  done(await lan.patch(pathOf(made), { visibility: 'public', text: 'chung 4' }));
  expect(await saidTo(minh)).toEqual(['chung 3', 'chung 2', 'chung']);
  done(await lan.patch(pathOf(made), { visibility: 'followers' }));
  done(await lan.patch(pathOf(made), { visibility: 'public' }));
  done(await lan.patch(pathOf(made), { text: 'chung 5' }));
  expect(await saidTo(minh)).toEqual(['chung 4']);
  await expectWhole();
});

it('may give two posts the tags of each other at the same time', async () => {
  const [lan, minh] = await two();
  const swapped = ['#đầu #cuối', '#cuối #giữa', '#giữa #đầu', '#mới #cuối'];
  const [one, other] = [await post(lan, { text: '#đầu' }), await post(minh, { text: '#cuối' })];
  for (let round = 0; round < 20; round += 1) {
    const text = (by: number) => swapped[(round + by) % swapped.length];
    const answers = await Promise.all([
      lan.patch(pathOf(one), { text: text(0) }),
      minh.patch(pathOf(other), { text: text(1) }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  }
  await expectWhole();
});

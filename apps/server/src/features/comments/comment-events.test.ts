import { expect, it } from 'vitest';
import { emit, record, settle, type TestPerson } from '../../../test/people.ts';
import { api, eventsOf, newcomers, serveTests } from '../people/test-acts.ts';
import { all, comment, commentPath, done, post, reply, replyPath } from './test-acts.ts';

/** Whom comments and replies tell of what: the counters of an open post, and notifications. */

serveTests();

async function three(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('three people were asked for');
  return [lan, minh, hoa];
}

it('move the counter of a post before the eyes of who has it open', async () => {
  const [lan, minh, hoa] = await three();
  const postId = await post(lan);
  const [onMinh, onHoa] = [await minh.connect('/v1'), await hoa.connect('/v1')];
  await emit(onHoa, 'posts.open', { postId });
  const [heardByMinh, heardByHoa] = [record(onMinh), record(onHoa)];
  const counts = (heard: [string, unknown][]) => eventsOf(heard, 'post.updated');
  const above = await comment(minh, postId);
  await settle(onMinh, onHoa);
  expect(counts(heardByHoa)).toMatchObject([{ postId, commentCount: 1 }]);
  // The actor too, on every socket.
  expect(counts(heardByMinh)).toMatchObject([{ postId, commentCount: 1 }]);
  const answer = await reply(minh, above);
  done(await minh.put(`${replyPath(answer)}/like`));
  await settle(onHoa);
  expect(counts(heardByHoa)).toHaveLength(1);
  done(await lan.delete(commentPath(above)));
  await settle(onHoa);
  expect(counts(heardByHoa)).toMatchObject([{ commentCount: 1 }, { commentCount: 0 }]);
});

interface Line {
  kind: string;
  actors: { id: string }[];
  comment: { id: string } | null;
}

/** What a person has been told, the latest first: of what, by whom, about which comment. */
async function told(who: TestPerson): Promise<[string, string[], string | undefined][]> {
  const lines = await all<Line>(who, `${api}/notifications`);
  return lines.map(({ kind, actors, comment }) => [kind, actors.map(({ id }) => id), comment?.id]);
}

it('notify whom they concern, once, and no longer when they are gone', async () => {
  const [lan, minh, hoa] = await three();
  const postId = await post(lan);
  const above = await comment(minh, postId, `@${lan.username} @${hoa.username}`);
  // The author of the post is told of the comment, not of the mention in it as well.
  expect(await told(lan)).toEqual([['comment', [minh.id], above.id]]);
  expect(await told(hoa)).toEqual([['mention', [minh.id], above.id]]);
  done(await minh.patch(commentPath(above), { text: `@${lan.username} mà thôi` }));
  expect(await told(lan)).toHaveLength(1);
  expect(await told(hoa)).toEqual([]);

  const answer = await reply(hoa, above);
  expect(await told(minh)).toEqual([['reply', [hoa.id], answer.id]]);
  expect(await told(lan)).toHaveLength(1);
  done(await lan.put(`${replyPath(answer)}/like`));
  done(await lan.put(`${replyPath(answer)}/like`));
  expect(await told(hoa)).toEqual([['like', [lan.id], answer.id]]);
  done(await lan.delete(`${replyPath(answer)}/like`));
  expect(await told(hoa)).toEqual([]);
  done(await lan.put(`${commentPath(above)}/like`));
  done(await minh.put(`${commentPath(above)}/like`));
  expect(await told(minh)).toEqual([
    ['like', [lan.id], above.id],
    ['reply', [hoa.id], answer.id],
  ]);

  done(await minh.delete(commentPath(above)));
  for (const who of [lan, minh, hoa]) expect(await told(who)).toEqual([]);
});

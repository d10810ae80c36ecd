import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { api, block, newcomers, refusal, serveTests, two, unblock } from '../people/test-acts.ts';
import {
  all,
  comment,
  commentPath,
  commentsOf,
  done,
  holdCounters,
  post,
  repliesOf,
  reply,
  replying,
  replyPath,
  saying,
  stored,
} from './test-acts.ts';

serveTests();

const statuses = (answers: readonly Answer[]): number[] =>
  [...new Set(answers.map(({ status }) => status))].toSorted();

describe('acts that cross each other', () => {
  it('leave nothing under a comment that is deleted', async () => {
    const people = await newcomers(4);
    const [lan, minh] = people;
    if (!lan || !minh) throw new Error('nobody');
    for (let round = 0; round < 8; round += 1) {
      const postId = await post(lan);
      const above = await comment(minh, postId);
      const answer = await reply(minh, above);
      const acts = [
        ...people.map((who) => who.put(`${commentPath(above)}/like`)),
        ...people.map((who) => who.put(`${replyPath(answer)}/like`)),
        ...people.map((who) => replying(who, above)),
        minh.delete(commentPath(above)),
        ...people.map((who) => replying(who, above)),
        minh.patch(commentPath(above), { text: 'khác' }),
        lan.delete(replyPath(answer)),
      ];
      const answers = await Promise.all(acts);
      expect(answers.filter(({ status }) => ![200, 201, 404].includes(status))).toEqual([]);
      expect(await stored(postId)).toEqual({ count: 0, comments: 0, replies: 0, likes: 0 });
    }
  });

  it('leave nothing under a post that is deleted', async () => {
    const people = await newcomers(4);
    const [lan, minh] = people;
    if (!lan || !minh) throw new Error('nobody');
    for (let round = 0; round < 8; round += 1) {
      const postId = await post(lan);
      const above = await comment(minh, postId);
      const answer = await reply(minh, above);
      const acts = [
        ...people.map((who) => saying(who, postId)),
        ...people.map((who) => who.put(`${replyPath(answer)}/like`)),
        lan.delete(`${api}/posts/${postId}`),
        ...people.map((who) => replying(who, above)),
        ...people.map((who) => who.put(`${commentPath(above)}/like`)),
        minh.delete(commentPath(above)),
      ];
      const answers = await Promise.all(acts);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      const { count: _gone, ...left } = await stored(postId);
      expect(left).toEqual({ comments: 0, replies: 0, likes: 0 });
      expect(await saying(minh, postId)).toMatchObject(refusal('not_found'));
    }
  });

  it('let nobody comment after a block', async () => {
    const [lan, minh] = await two();
    for (let round = 0; round < 15; round += 1) {
      const postId = await post(lan);
      const [, said] = await Promise.all([block(lan, minh), saying(minh, postId)]);
      expect([201, 404]).toContain(said.status);
      expect(await saying(minh, postId)).toMatchObject(refusal('not_found'));
      expect((await stored(postId)).comments).toBe(said.status === 201 ? 1 : 0);
      done(await unblock(lan, minh));
    }
  });

  it('like and take back, each once', async () => {
    const people = await newcomers(5);
    const [lan] = people;
    if (!lan) throw new Error('nobody');
    const postId = await post(lan);
    const above = await comment(lan, postId);
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(
        people.flatMap((who) => [
          who.put(`${commentPath(above)}/like`),
          who.put(`${commentPath(above)}/like`),
          who.delete(`${commentPath(above)}/like`),
        ]),
      );
      expect(statuses(answers)).toEqual([200]);
      await holdCounters(postId);
    }
  });
});

/** One act of the random histories; numbers choose among what is there. */
type Act = { kind: (typeof kinds)[number]; who: number; what: number; whom: number };
const kinds = [
  'comment',
  'comment',
  'reply',
  'reply',
  'like',
  'like',
  'unlike',
  'edit',
  'delete',
  'deleteReply',
  'block',
  'unblock',
] as const;

it('keeps every count equal to its list, whatever people do', async () => {
  const act = fc.record({
    kind: fc.constantFrom(...kinds),
    who: fc.nat(),
    what: fc.nat(),
    whom: fc.nat(),
  });
  const people = await newcomers(4);
  const history = fc.asyncProperty(
    fc.array(act, { minLength: 20, maxLength: 40 }),
    async (acts) => {
      const [author] = people;
      if (!author) throw new Error('nobody');
      const world = { people, postId: await post(author), comments: [], replies: [] };
      // Three at a time, so that they cross.
      for (let start = 0; start < acts.length; start += 3) {
        const answers = await Promise.all(
          acts.slice(start, start + 3).map((one) => perform(world, one)),
        );
        expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      }
      await holdCounters(world.postId);
      for (const viewer of people) await holdView(viewer, world.postId);
      for (const one of people)
        for (const other of people) if (one !== other) await unblock(one, other);
    },
  );
  await fc.assert(history, { numRuns: 8 });
}, 120_000);

interface RandomWorld {
  people: TestPerson[];
  postId: string;
  comments: { id: string }[];
  replies: { id: string }[];
}

async function perform(world: RandomWorld, { kind, who, what, whom }: Act): Promise<Answer> {
  const { people, postId, comments, replies } = world;
  const [person, other] = [pick(people, who), pick(people, whom)];
  const nowhere = { id: crypto.randomUUID() };
  const above = comments.length > 0 ? pick(comments, what) : nowhere;
  const answer = replies.length > 0 ? pick(replies, what) : nowhere;
  const liked = whom % 2 ? commentPath(above) : replyPath(answer);
  switch (kind) {
    case 'comment':
      return keep(await saying(person, postId, `${what}`), comments);
    case 'reply':
      return keep(await replying(person, above, `${what}`), replies);
    case 'like':
      return person.put(`${liked}/like`);
    case 'unlike':
      return person.delete(`${liked}/like`);
    case 'edit':
      return person.patch(commentPath(above), { text: `khác ${whom}` });
    case 'delete':
      return person.delete(commentPath(above));
    case 'deleteReply':
      return person.delete(replyPath(answer));
    case 'block':
      return block(person, other);
    default:
      return unblock(person, other);
  }
}

function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

function keep(answer: Answer, into: { id: string }[]): Answer {
  if (answer.status === 201) into.push(answer.body.data);
  return answer;
}

/** What a viewer is told is what they are shown. */
async function holdView(viewer: TestPerson, postId: string): Promise<void> {
  const answer = await viewer.get(`${api}/posts/${postId}`);
  if (answer.status === 404) {
    expect(await viewer.get(`${api}/posts/${postId}/comments`)).toMatchObject(refusal('not_found'));
    return;
  }
  const comments = await commentsOf(viewer, postId);
  expect(done(answer)).toMatchObject({ commentCount: comments.length });
  for (const one of comments) {
    const replies = await repliesOf(viewer, one);
    expect(one.replyCount).toBe(replies.length);
    expect(await all(viewer, `${commentPath(one)}/likes`)).toHaveLength(one.likeCount);
    for (const answer of replies) {
      expect(await all(viewer, `${replyPath(answer)}/likes`)).toHaveLength(answer.likeCount);
    }
  }
}

import { beforeAll, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { api, newcomers, server, serveTests } from '../people/test-acts.ts';
import { comment, commentPath, reply, replyPath } from '../comments/test-acts.ts';
import {
  archive,
  done,
  follow,
  like,
  look,
  people,
  post,
  remove,
  repost,
  save,
  setPrivate,
  unlike,
} from '../posts/test-acts.ts';
import {
  comeBack,
  deactivate,
  expectSettled,
  newAdmin,
  setState,
  storedState,
} from './test-acts.ts';

/** What becomes of the counters of others when somebody is hidden from all, and comes back. */

serveTests();

let admin: TestPerson;
beforeAll(async () => {
  admin = await newAdmin();
});

const profileOf = async (who: TestPerson, of: { id: string }) =>
  done<{ followerCount: number; followingCount: number; postCount: number }>(
    await who.get(`${api}/users/${of.id}`),
  );
const tagCount = async (tag: string): Promise<number> => {
  const { rows } = await server.pool.query('select post_count from tags where tag = $1', [tag]);
  return rows[0]?.post_count ?? 0;
};

/** One did to the other all that counts, and a third too. */
async function scene(tag: string) {
  const [lan, minh, hoa] = await people(3);
  const of = await post(lan, { text: `bài của Lan #${tag}` });
  const by = await comment(lan, of.id);
  const under = await reply(lan, by);
  for (const who of [minh, hoa]) {
    await follow(who, lan);
    await follow(lan, who);
    for (const act of [like, save, repost]) done(await act(who, of));
    done(await who.put(`${commentPath(by)}/like`));
    done(await who.put(`${replyPath(under)}/like`));
    await comment(who, of.id, 'một');
    await comment(who, of.id, 'hai');
    await reply(who, by);
    await post(who, { text: `trích #${tag}`, quoteOf: of.id });
  }
  const counts = async (viewer: TestPerson) => {
    const { likeCount, commentCount, repostCount, quoteCount, saveCount } = await look(viewer, of);
    const shown = done<{ likeCount: number; replyCount: number }>(
      await viewer.get(commentPath(by)),
    );
    const underneath = done<{ likeCount: number }>(await viewer.get(replyPath(under)));
    const { followerCount, followingCount } = await profileOf(viewer, lan);
    return {
      post: [likeCount, commentCount, repostCount, quoteCount, saveCount],
      comment: [shown.likeCount, shown.replyCount, underneath.likeCount],
      lan: [followerCount, followingCount],
      tag: await tagCount(tag),
    };
  };
  return { lan, minh, hoa, of, by, under, counts };
}
const all = { post: [2, 5, 2, 2, 2], comment: [2, 3, 2], lan: [2, 2], tag: 3 };
const withoutOne = { post: [1, 3, 1, 1, 1], comment: [1, 2, 1], lan: [1, 1], tag: 2 };

it('counts nothing of who deactivated, and everything again when they sign in', async () => {
  const { lan, minh, counts } = await scene('matdi');
  expect(await counts(lan)).toEqual(all);
  const before = await storedState();
  await deactivate(minh);
  expect(await counts(lan)).toEqual(withoutOne);
  await expectSettled();
  const back = await comeBack(minh);
  expect(await counts(lan)).toEqual(all);
  expect(await profileOf(lan, back)).toMatchObject({ postCount: 1, followerCount: 1 });
  await expectSettled();
  expect(await storedState()).toEqual(before);
});

it.each(['not_active', 'deleted'])('does so by a moderator too: %s', async (state) => {
  const { lan, minh, counts } = await scene(`bởi${state}`);
  const before = await storedState();
  await setState(admin, minh, state);
  expect(await counts(lan)).toEqual(withoutOne);
  await expectSettled();
  await setState(admin, minh, 'active');
  expect(await counts(lan)).toEqual(all);
  await expectSettled();
  expect(await storedState()).toEqual(before);
});

it('stays away while either reason is left', async () => {
  const { lan, minh, counts } = await scene('hailydo');
  await deactivate(minh);
  await setState(admin, minh, 'not_active');
  await setState(admin, minh, 'active');
  expect(await counts(lan)).toEqual(withoutOne);
  await expectSettled();
  await comeBack(minh);
  expect(await counts(lan)).toEqual(all);
});

it('takes nobody out twice whom a viewer does not see anyway', async () => {
  const { lan, minh, hoa, counts } = await scene('khongthay');
  done(await hoa.put(`${api}/users/${minh.id}/block`));
  done(await lan.put(`${api}/users/${minh.id}/mute`));
  // How many follow Lan, and say the tag, is told to all alike; how many saved, to Lan, whoever it was.
  const forLan = { ...withoutOne, post: [1, 3, 1, 1, 2], lan: [2, 2], tag: 3 };
  expect(await counts(lan)).toEqual(forLan);
  const forHoa = await counts(hoa);
  await deactivate(minh);
  expect(await counts(lan)).toEqual(withoutOne);
  expect(await counts(hoa)).toEqual({ ...forHoa, lan: [1, 1], tag: 2 });
  await expectSettled();
});

it('leaves who comes back free to take back what they did, counted or not', async () => {
  const { lan, minh, hoa, of, by, under } = await scene('rutlai');
  const archived = await post(minh, { text: '#rutlai lưu trữ' });
  done(await archive(minh, archived));
  await deactivate(minh);
  // Cut off before any step: as if the process had been killed there.
  await server.pool.query(
    'update users set deactivated_at = null, hiding_version = hiding_version + 1 where id = $1',
    [minh.id],
  );
  const back = await comeBack(minh);
  done(await unlike(back, of));
  done(await back.delete(`${api}/posts/${of.id}/save`));
  done(await back.delete(`${api}/posts/${of.id}/repost`));
  done(await back.delete(`${commentPath(by)}/like`));
  done(await back.delete(`${replyPath(under)}/like`));
  done(await back.delete(`${api}/users/${lan.id}/follow`));
  done(await lan.delete(`${api}/users/${minh.id}/follow`));
  const [own] = done<{ items: { id: string }[] }>(
    await back.get(`${api}/users/${minh.id}/posts`),
  ).items;
  done(await archive(back, own ?? archived));
  done(await back.delete(`${api}/posts/${archived.id}/archive`));
  const said = done<{ items: { id: string; author: { id: string } }[] }>(
    await back.get(`${api}/posts/${of.id}/comments`),
  ).items.find(({ author }) => author.id === minh.id);
  // The other one stays.
  done(await back.delete(commentPath(said ?? by)));
  done(await remove(hoa, await post(hoa, { text: '#rutlai', quoteOf: of.id })));
  // Into a line of Lan's in which they stand already, with what does not count yet.
  await comment(back, of.id, 'lại đây');
  await server.pool.query("select graphile_worker.add_job('hiding:recount')");
  await expect
    .poll(async () => {
      const left = await server.pool.query(
        'select id from users where counted_version <> hiding_version',
      );
      return left.rowCount;
    })
    .toBe(0);
  await expectSettled();
});

it('leaves a private account out of the tags when it comes back', async () => {
  const [lan] = await people(2);
  await post(lan, { text: 'một #kínđáo' });
  await setPrivate(lan);
  await expect.poll(async () => tagCount('kínđáo')).toBe(0);
  await deactivate(lan);
  await comeBack(lan);
  expect(await tagCount('kínđáo')).toBe(0);
  await expectSettled();
});

it('is followed by what is between two who are both hidden', async () => {
  const [lan, minh] = await people(2);
  await follow(lan, minh);
  await follow(minh, lan);
  await deactivate(lan);
  await deactivate(minh);
  await expectSettled();
  const back = await comeBack(lan);
  expect(await profileOf(back, lan)).toMatchObject({ followerCount: 0, followingCount: 0 });
  await expectSettled();
  await comeBack(minh);
  expect(await profileOf(back, lan)).toMatchObject({ followerCount: 1, followingCount: 1 });
  await expectSettled();
});

it('ends right however quickly one goes, comes and goes', async () => {
  const [lan, minh, ...others] = await newcomers(5);
  if (!lan || !minh) throw new Error('nobody');
  const of = await post(lan);
  for (const who of [minh, ...others]) {
    done(await like(who, of));
    await follow(who, lan);
    await comment(who, of.id);
  }
  let now = minh;
  for (let round = 0; round < 4; round += 1) {
    const steps = [deactivate(now), setState(admin, now, 'not_active')];
    const acts = others.map((who) => (round % 2 ? like(who, of) : unlike(who, of)));
    // Whoever is signed out in the middle is told so.
    await Promise.allSettled([...steps, ...acts]);
    await setState(admin, now, 'active');
    const [back] = await Promise.all([comeBack(now), comeBack(now)]);
    now = back;
    await expectSettled();
  }
  expect((await look(lan, of)).commentCount).toBe(4);
});

import type { CommentId, UserId } from '@xom/contract/fields';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import type { Tables } from '../../tables.ts';
import { server, serveTests, two } from '../people/test-acts.ts';
import { findShown } from './comment-view.queries.ts';
import { comment, commentPath, done, post } from './test-acts.ts';

/** Counts without those whom one does not see cost what one's own lists are long, or what is counted is. */

serveTests();

const likeCount = 20_000;
const blockCount = 4000;

/** Writes what very many did to a comment, as if they had: the first ones are blocked. */
async function makeHot(id: string, author: TestPerson, viewer: TestPerson): Promise<void> {
  await server.pool.query(
    `with person as (
       insert into users (id, username, email, password_hash, display_name)
       select gen_random_uuid(), concat('hot', n), concat('hot', n), '', ''
       from generate_series(1, $3::int) n returning id, substr(username, 4)::int as n
     ), liked as (
       insert into comment_likes (post_author_id, comment_id, user_id, created_at)
       select $1::uuid, $2::uuid, id, now() from person where n > 100
     )
     insert into blocks (user_id, blocked_id) select $4::uuid, id from person where n <= $5::int`,
    [author.id, id, likeCount + 100, viewer.id, blockCount],
  );
  await server.pool.query('update comments set like_count = $1 where id = $2', [likeCount, id]);
  // Most are liked by few, as everywhere.
  await server.pool.query(
    `with other as (
       insert into comments (post_author_id, id, post_id, author_id, text, like_count, created_at)
       select post_author_id, gen_random_uuid(), post_id, author_id, 'x', 10, now()
       from comments, generate_series(1, 2000) where id = $1 returning post_author_id, id
     )
     insert into comment_likes (post_author_id, comment_id, user_id, created_at)
     select post_author_id, other.id, person.id, now()
     from other, (select id from users order by username limit 10) person`,
    [id],
  );
  await server.pool.query('analyze comment_likes, blocks, users, comments');
}

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** How often a plan looked into a table, and how many rows it went through there. */
function readOf(plan: Plan, table: string): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, 'Rows Removed by Filter': removed } = plan;
  const own = plan['Relation Name'] === table ? (1 + rows + (removed ?? 0)) * loops : 0;
  return (plan.Plans ?? []).reduce((sum, below) => sum + readOf(below, table), own);
}

async function effort(viewer: TestPerson, author: TestPerson, id: string): Promise<number> {
  const asked: CompiledQuery[] = [];
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: server.pool }),
    log: ({ query }) => void asked.push(query),
  });
  // Ids as the doors would have read them.
  const place = { postAuthorId: author.id as UserId, id: id as CommentId };
  await findShown(database, viewer.id as UserId, place);
  const [query] = asked;
  if (!query) throw new Error('nothing was asked');
  const explained = `explain (analyze, format json) ${query.sql}`;
  const { rows } = await server.pool.query(explained, [...query.parameters]);
  return readOf(rows[0]['QUERY PLAN'][0].Plan, 'comment_likes');
}

it('of what very many like probe for whom one has blocked', { timeout: 60_000 }, async () => {
  const [lan, minh] = await two();
  const postId = await post(lan);
  const [hot, cold] = [await comment(lan, postId), await comment(lan, postId)];
  await makeHot(hot.id, lan, minh);
  done(await lan.put(`${commentPath(cold)}/like`));
  const seen = done<{ likeCount: number }>(await minh.get(commentPath(hot)));
  expect(seen.likeCount).toBe(likeCount - (blockCount - 100));
  expect(await effort(minh, lan, hot.id)).toBeLessThanOrEqual(2 * blockCount + 2);
  // Of few likes these are looked through, not all the blocks.
  expect(done(await minh.get(commentPath(cold)))).toMatchObject({ likeCount: 1 });
  expect(await effort(minh, lan, cold.id)).toBeLessThanOrEqual(4);
  expect(done(await lan.get(commentPath(hot)))).toMatchObject({ likeCount });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.ts';

/** ARCHITECTURE.md, "The rules of the data", held against the catalogue of a migrated database. */

/** The home of each table: the column that carries its id. Null: shared by all. */
const homes: Record<string, string | null> = {
  users: null,
  audit_log: null,
  migrations: null,
  migrations_lock: null,
  sessions: 'user_id',
  refresh_tokens: 'user_id',
  mail_tokens: 'user_id',
  friendships: 'user_id',
  blocks: 'user_id',
  followings: 'user_id',
  followers: 'user_id',
  mutes: 'user_id',
  posts: 'author_id',
  post_edits: 'author_id',
  post_likes: 'author_id',
  post_tags: 'author_id',
  tags: null,
  liked_posts: 'user_id',
  saved_posts: 'user_id',
  reposts: 'user_id',
  tagged_posts: 'user_id',
  comments: 'post_author_id',
  notifications: 'user_id',
  notification_acts: 'user_id',
  notification_settings: 'user_id',
  comment_likes: 'post_author_id',
  stories: 'owner_id',
  story_views: 'owner_id',
  direct_conversations: 'low_user_id',
  user_search: 'user_id',
  post_search: 'author_id',
  post_search_shelves: null,
  tag_search: null,
  message_search: 'conversation_id',
  message_search_waiting: 'conversation_id',
  media: 'owner_id',
  media_holders: 'owner_id',
  conversations: 'id',
  conversation_members: 'conversation_id',
  conversation_departures: 'conversation_id',
  messages: 'conversation_id',
  message_reactions: 'conversation_id',
  message_mentions: 'conversation_id',
  hidden_messages: 'conversation_id',
  read_receipts: 'conversation_id',
};

/** Look-ups by a bare id: they name the home too, behind the id, and yield it for all that follows. */
const bareIdLookUps = new Set([
  'messages_by_id',
  'media_by_id',
  'posts_by_id',
  'comments_by_id',
  'stories_by_id',
]);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('knows the home of every table', async () => {
  const { rows } = await server.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(homes).toSorted());
});

it('begins every primary and unique key with the id of the home', async () => {
  const { rows } = await server.pool.query<{ table: string; index: string; columns: string[] }>(`
    select t.relname as table, i.relname as index,
           array(select a.attname::text from unnest(x.indkey) with ordinality k(number, position)
                 join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number order by k.position) as columns
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where x.indisunique and t.relnamespace = 'public'::regnamespace`);
  expect(rows.length).toBeGreaterThan(15);
  for (const { table, index, columns } of rows) {
    const home = homes[table];
    if (!home) continue;
    if (bareIdLookUps.has(index)) expect([index, columns]).toEqual([index, ['id', home]]);
    else expect([index, columns[0]]).toEqual([index, home]);
  }
});

it('keeps every foreign key inside its home, or points it to a shared table', async () => {
  const { rows } = await server.pool.query<{
    from: string;
    column: string;
    to: string;
    target: string;
  }>(`
    select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to,
           (select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[1]) as column,
           (select attname from pg_attribute where attrelid = c.confrelid and attnum = c.confkey[1]) as target
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  expect(rows.length).toBeGreaterThan(10);
  for (const { from, column, to, target } of rows) {
    if (homes[to] === null) continue;
    expect([from, column, to, target]).toEqual([from, homes[from], to, homes[to]]);
  }
});

it('has an index for every foreign key, so that no delete reads a whole table', async () => {
  const { rows } = await server.pool.query<{ key: string }>(`
    select c.conname as key from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
      select from pg_index x where x.indrelid = c.conrelid and x.indkey[0] = c.conkey[1]
    )`);
  expect(rows.map(({ key }) => key)).toEqual([]);
});

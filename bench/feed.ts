import { availableParallelism, loadavg } from 'node:os';
import pg from 'pg';
import { loadInBulk } from './bulk-load.ts';
import type { CallRow, Measurement, Run } from './case.ts';
import { Client } from './client.ts';
import { feedCalls, otherCalls, type People, subjectsOf } from './feed-calls.ts';
import { checkCounters } from './feed-check.ts';
import {
  countPeople,
  fillFollows,
  fillPeople,
  fillRelations,
  type Measured,
  world,
} from './feed-graph.ts';
import { fillNotifications } from './feed-notices.ts';
import {
  allPosts,
  countTags,
  fillPosts,
  fillShelves,
  fillTexts,
  tablesOfPosts,
} from './feed-posts.ts';
import { PlanLog, settingsForPlans } from './plans.ts';
import { type ServerProcess, withServer } from './server-process.ts';
import { type Call, type Percentiles, timeAll } from './timed.ts';

/**
 * What reading and acting costs in a large network: 100,000 people, 5 million follows, 2 million posts. Feeds are
 * measured with a tenth of the posts too.
 */

const firstPosts = allPosts / 10;
/** How much slower a feed may be with ten times the posts. */
const maxRatio = 1.5;
/** Reading a smaller table whole is what it is for. */
const largeTable = 1000;

export async function feed(run: Run): Promise<Measurement> {
  const { signal, note } = run;
  return withServer(
    {},
    signal,
    async (server) => {
      note(`the server is ready at ${server.url}`);
      const database = new pg.Client(server.database);
      await database.connect();
      // A statement on its way fails then.
      const cut = (): void => void database.end().catch(() => {});
      signal.addEventListener('abort', cut);
      try {
        return await measure(server, database, run);
      } finally {
        signal.removeEventListener('abort', cut);
        await database.end();
      }
    },
    settingsForPlans,
  );
}

async function measure(
  { url }: ServerProcess,
  database: pg.Client,
  { signal, note }: Run,
): Promise<Measurement> {
  const people = {
    reader: await Client.register(url, 'reader'),
    quiet: await Client.register(url, 'quiet'),
    actor: await Client.register(url, 'actor'),
  };
  const measured: Measured[] = [
    { id: people.actor.id, number: 400, followings: 100 },
    { id: people.reader.id, number: 2000, followings: 1000 },
    { id: people.quiet.id, number: 60_000, followings: 20 },
  ];
  await loadInBulk(database, ['followings', 'followers', ...tablesOfPosts], async () => {
    await fillGraph(database, measured);
    note('filled: people and follows');
    await fillPosts(database, 1, firstPosts);
    note(`filled: ${firstPosts.toLocaleString('en')} posts`);
  });
  await fillRelations(database, measured);
  await finish(database);
  note('indexed, counted and checked');
  const fewer = await timeAll(feedCalls(people), signal);
  // What the planner takes for small is read whole: which plans are kept is to be seen with fewer posts too.
  const early = await plansOf(database, feedCalls(people).map(withFewer));
  note('measured: feeds');
  await loadInBulk(database, tablesOfPosts, async () => {
    await fillPosts(database, firstPosts + 1, allPosts);
    note(`filled: ${allPosts.toLocaleString('en')} posts`);
  });
  await fillNotifications(database, measured);
  await finish(database);
  const facts = [await factsOf(database)];
  note('indexed, counted and checked');
  const calls = [...feedCalls(people), ...otherCalls(people, await subjectsOf(database, people))];
  facts.push(loadNow('before'));
  const found = await timeAll(calls, signal);
  facts.push(loadNow('after'));
  note('measured');
  const late = await plansOf(database, calls);
  return {
    title: `${world.people.toLocaleString('en')} people, one call at a time`,
    facts,
    calls: rowsOf(people, fewer, calls, found),
    plans: [...early.plans, ...late.plans],
    faults: [...early.faults, ...late.faults],
  };
}

/** A call with a tenth of the posts, as it is told. */
function withFewer(call: Call): Call {
  return { ...call, name: `${call.name}, with ${firstPosts.toLocaleString('en')} posts` };
}

async function fillGraph(database: pg.Client, measured: readonly Measured[]): Promise<void> {
  await fillPeople(database, measured);
  await fillFollows(database, measured);
  await fillTexts(database);
}

async function finish(database: pg.Client): Promise<void> {
  await countPeople(database);
  await countTags(database);
  await fillShelves(database);
  await database.query(
    'vacuum analyze users, tags, tag_search, friendships, mutes, blocks, sessions',
  );
  await checkCounters(database);
}

async function factsOf(database: pg.Client): Promise<string> {
  const { rows } = await database.query<Record<string, string>>(
    `select (select count(*) from followings) as follows, (select max(follower_count) from users) as most,
       (select count(*) from posts) as posts, (select count(*) from post_likes) as likes,
       (select count(*) from comments) as comments, (select count(*) from reposts) as reposts,
       (select count(*) from notification_acts) as notices,
       (select count(*) from post_tags) as tagged,
       pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  const facts = rows[0] ?? {};
  const of = (name: string): string => Number(facts[name]).toLocaleString('en');
  return `${of('follows')} follows (the most followed has ${of('most')} followers), ${of('posts')} posts, ${of('likes')} likes, ${of('comments')} comments and replies, ${of('reposts')} reposts, ${of('tagged')} tags on posts, ${of('notices')} acts in notifications; the database has ${facts['size'] ?? ''}.`;
}

function loadNow(when: string): string {
  return `Load of the machine (${availableParallelism()} cores) ${when} measuring: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')} in the last 1, 5 and 15 minutes.`;
}

/** Each statement that the calls run, with its plan. */
async function plansOf(
  database: pg.Client,
  calls: readonly Call[],
): Promise<Pick<Measurement, 'plans' | 'faults'>> {
  const { rows } = await database.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and reltuples >= ${largeTable}`,
  );
  const large = new Set(rows.map(({ name }) => name));
  return PlanLog.during(database, async (log) => {
    const plans: Measurement['plans'] = [];
    for (const { name, act, prepare } of calls) {
      const found = await log.of(async () => {
        for (let turn = 900; turn < 904; turn += 1) {
          await prepare?.(turn);
          await act(turn);
        }
      });
      plans.push({ call: name, plans: found });
    }
    const faults = plans.flatMap(({ call, plans }) =>
      plans.flatMap(({ statement, scanned }) =>
        scanned
          .filter((table) => large.has(table))
          .map((table) => `${call} reads all of ${table}: ${statement}`),
      ),
    );
    const told = plans.some(({ plans }) => plans.length > 0);
    return { plans, faults: told ? faults : ['the database told no plans'] };
  });
}

/** The feeds with few posts, and all calls with all of them. */
function rowsOf(
  people: People,
  fewer: readonly Percentiles[],
  calls: readonly Call[],
  found: readonly Percentiles[],
): CallRow[] {
  const early = feedCalls(people)
    .map(withFewer)
    .map(({ name, goal }, index) => rowOf(name, goal, fewer[index]));
  const withAll = calls.map(({ name, goal }, index) => {
    const before = fewer[index];
    const row = rowOf(name, goal, found[index]);
    if (!before) return row;
    const most = before.p99 * maxRatio;
    return {
      ...row,
      goal: `${row.goal ?? ''}, and ${maxRatio} × ${before.p99.toFixed(2)} = ${most.toFixed(2)}`,
      isWithin: row.isWithin && row.p99 <= most,
    };
  });
  return [...early, ...withAll];
}

function rowOf(name: string, goal: number | null, found: Percentiles | undefined): CallRow {
  if (!found) throw new Error(`${name} was not measured`);
  const isWithin = goal === null || found.p99 <= goal;
  return { name, ...found, goal: goal === null ? null : String(goal), isWithin };
}

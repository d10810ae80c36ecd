import pg, { type ClientConfig } from 'pg';
import { SignJWT } from 'jose';
import type { SeatOptions } from './seat.ts';

/** Who there is, and in which conversations. */
export interface World {
  people: { userId: string; sessionId: string }[];
  /** A group of the first 1,010 people. */
  largeId: string;
  /** A group of the first 21. */
  smallId: string;
  /** A group of the first 50. */
  writersId: string;
  /** The direct conversation of the first two. */
  directId: string;
  /** 1,000 conversations of ten: that of number n is written by person n % 50, among 500 people. */
  manyIds: string[];
}

export const jwtSecret = 'what the bench signs its own tokens with';
/** Where everybody at a baseline is. */
export const stockRoomId = '00000000-0000-7000-8000-000000000000';
export const peopleInLarge = 1010;
export const peopleInMany = 500;
export const peopleInSmall = 21;
const peopleWhoWrite = 50;
const peopleCount = 10_000;
const tokenSeconds = 15 * 60;

/** Fills an empty database by SQL, as the product would have written it. */
export async function fillWorld(connection: ClientConfig): Promise<World> {
  const database = new pg.Client(connection);
  await database.connect();
  try {
    const { rows: people } = await database.query<{ userId: string; sessionId: string }>(
      `with person as (
         insert into users (id, username, email, password_hash, display_name)
         select uuidv7(), 'person_' || n, 'person_' || n || '@example.org', '', 'Person ' || n
         from generate_series(1, $1::int) n order by n returning id
       ),
       session as (
         insert into sessions (user_id, id, expires_at)
         select id, uuidv7(), now() + interval '1 day' from person returning user_id, id
       )
       select user_id as "userId", id as "sessionId" from session order by user_id`,
      [peopleCount],
    );
    const ids = people.map(({ userId }) => userId);
    const [largeId = '', smallId = '', writersId = '', directId = '', ...manyIds] =
      await makeConversations(database, [
        ids.slice(0, peopleInLarge),
        ids.slice(0, peopleInSmall),
        ids.slice(0, peopleWhoWrite),
        ids.slice(0, 2),
        ...Array.from({ length: 1000 }, (_, n) => membersOfMany(ids, n)),
      ]);
    await database.query('update conversations set is_group = false where id = $1', [directId]);
    await database.query('insert into direct_conversations values ($1, $2, $3)', [
      ...ids.slice(0, 2),
      directId,
    ]);
    // Everybody is in something, so that there is something to register for.
    await makeConversations(
      database,
      Array.from({ length: peopleCount / 10 }, (_, n) => ids.slice(n * 10, n * 10 + 10)),
    );
    await database.query('vacuum analyze');
    return { people, largeId, smallId, writersId, directId, manyIds };
  } finally {
    await database.end();
  }
}

/** Its writer, and nine others of the 500. */
function membersOfMany(ids: readonly string[], n: number): string[] {
  const others = Array.from(
    { length: 9 },
    (_, k) => peopleWhoWrite + ((n * 9 + k) % (peopleInMany - peopleWhoWrite)),
  );
  return [n % peopleWhoWrite, ...others].flatMap((index) => ids[index] ?? []);
}

async function makeConversations(
  database: pg.Client,
  members: readonly (readonly string[])[],
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `insert into conversations (id, is_group, name, member_count)
     select uuidv7(), true, 'Nhóm', count from unnest($1::int[]) with ordinality t(count, n) order by n
     returning id`,
    [members.map(({ length }) => length)],
  );
  const ids = rows.map(({ id }) => id);
  await database.query(
    `insert into conversation_members (conversation_id, user_id, role, joined_seq, read_seq, version)
     select *, 'member', 0, 0, 1 from unnest($1::uuid[], $2::uuid[])`,
    [members.flatMap((own, n) => own.map(() => ids[n])), members.flat()],
  );
  return ids;
}

/** Tokens of people as the server itself makes them, to be shown within minutes. */
export async function seatsFor(people: World['people'], roomId: string): Promise<SeatOptions[]> {
  const key = Buffer.from(jwtSecret);
  const now = Math.floor(Date.now() / 1000);
  return Promise.all(
    people.map(async ({ userId, sessionId }) => {
      const token = await new SignJWT({ user_id: userId, sid: sessionId })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(userId)
        .setAudience('xom:access')
        .setIssuedAt(now)
        .setExpirationTime(now + tokenSeconds)
        .sign(key);
      return { token, userId, roomId };
    }),
  );
}

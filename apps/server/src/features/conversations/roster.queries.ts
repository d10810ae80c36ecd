import type { ConversationId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Database } from '../../tables.ts';
import type { Counts } from './reading.queries.ts';

/** Somebody's place in a conversation, and how far the conversation is. */
export interface Place extends Counts {
  userId: UserId;
  conversationId: ConversationId;
  isGroup: boolean;
  lastSeq: number;
  version: number;
}

/** All places of these people. */
export async function listPlaces(database: Database, userIds: readonly UserId[]): Promise<Place[]> {
  return places(database, sql`where m.user_id = any(${uuidList(userIds)})`);
}

/** Those of the named places that are there. */
export async function findPlaces(
  database: Database,
  asked: readonly Pick<Place, 'userId' | 'conversationId'>[],
): Promise<Place[]> {
  return places(
    database,
    sql`join unnest(${asked.map(({ conversationId }) => conversationId)}::uuid[],
                    ${asked.map(({ userId }) => userId)}::uuid[]) as asked(conversation_id, user_id)
        on asked.conversation_id = m.conversation_id and asked.user_id = m.user_id`,
  );
}

async function places(database: Database, which: RawBuilder<unknown>): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select m.user_id as "userId", m.conversation_id as "conversationId", m.joined_seq as "joinedSeq",
           m.sent_count as "sentCount", m.read_count as "readCount",
           coalesce(m.cleared_seq, 0) as "clearedSeq", c.is_group as "isGroup",
           c.last_seq as "lastSeq", c.version
    from conversation_members m join conversations c on c.id = m.conversation_id ${which}`.execute(
    database,
  );
  return rows;
}

/** In how many conversations each of these people is. */
export async function countPlaces(
  database: Database,
  userIds: readonly UserId[],
): Promise<{ userId: UserId; count: number }[]> {
  const { rows } = await sql<{ userId: UserId; count: number }>`
    select p.user_id as "userId", mine.count
    from unnest(${[...userIds]}::uuid[]) as p(user_id)
    cross join lateral (
      select count(*) as count from conversation_members m where m.user_id = p.user_id
    ) mine`.execute(database);
  return rows;
}

/** Those of the conversations that are above the version given, and how far they are. */
export async function listAbove(
  database: Database,
  known: readonly { conversationId: ConversationId; version: number }[],
): Promise<{ conversationId: ConversationId; version: number }[]> {
  const { rows } = await sql<{ conversationId: ConversationId; version: number }>`
    select c.id as "conversationId", c.version
    from unnest(${known.map(({ conversationId }) => conversationId)}::uuid[],
                ${known.map(({ version }) => version)}::bigint[]) as known(id, version)
    join conversations c on c.id = known.id and c.version > known.version`.execute(database);
  return rows;
}

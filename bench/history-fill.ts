import type { Client as DatabaseClient } from 'pg';
import type { Client } from './client.ts';

/** How much somebody's history holds. */
export interface Size {
  /** In the one long conversation. */
  messages: number;
  conversations: number;
}

/** Somebody's history: the same for everybody but for its size. */
export interface Filled {
  /** The long conversation: ten people, and the last active one. */
  longId: string;
  /** A message in the middle of it, and one near its beginning. */
  middleMessageId: string;
  earlyMessageId: string;
}

const membersOfLong = 10;
const membersOfOthers = 5;
const messagesOfOthers = 20;
const unreadConversations = 10;
const pinnedConversations = 5;
/** Everybody reads the long conversation each time that so much is new. */
const messagesForReceipt = 500;

/**
 * Fills the history of a person, by SQL, as the product would have written it; the neighbours write too. The
 * other conversations were last active 40 minutes before one another; a quarter is archived.
 */
export async function fillHistory(
  database: DatabaseClient,
  person: Client,
  neighbours: readonly Client[],
  { messages, conversations }: Size,
): Promise<Filled> {
  const people = [person.id, ...neighbours.map(({ id }) => id)].slice(0, membersOfLong);
  const { rows } = await database.query<{ id: string }>(
    `insert into conversations (id, is_group, name, created_by, member_count, last_seq, version, created_at,
       last_message_at)
     select uuidv7(), true, 'Nhóm ' || n, $1::uuid, case when n = 1 then $3 else $4::int end,
       case when n = 1 then $5 else $6::bigint end, case when n = 1 then 2 * $5 else 2 * $6::bigint end,
       now() - interval '1 year', now() - (n - 1) * interval '40 minutes'
     from generate_series(1, $2::int) n order by n returning id`,
    [person.id, conversations, membersOfLong, membersOfOthers, messages, messagesOfOthers],
  );
  const ids = rows.map(({ id }) => id);
  const [longId = '', ...others] = ids;
  await fillMembers(database, [longId], people, messages);
  await fillMembers(database, others, people.slice(0, membersOfOthers), messagesOfOthers);
  await fillMessages(database, [longId], people, messages);
  await fillMessages(database, others, people.slice(0, membersOfOthers), messagesOfOthers);
  await fillReceipts(database, longId, people, messages);
  await sortOthers(database, person, others);
  const at = async (seq: number): Promise<string> => {
    const found = await database.query<{ id: string }>(
      'select id from messages where conversation_id = $1 and seq = $2',
      [longId, seq],
    );
    return found.rows[0]?.id ?? '';
  };
  return {
    longId,
    middleMessageId: await at(messages / 2),
    earlyMessageId: await at(100),
  };
}

/** Everybody sent as much as the others, and has read all. */
async function fillMembers(
  database: DatabaseClient,
  ids: readonly string[],
  people: readonly string[],
  messages: number,
): Promise<void> {
  const sent = messages / people.length;
  await database.query(
    `insert into conversation_members (conversation_id, user_id, role, joined_at, joined_seq, sent_count,
       read_count, read_seq, delivered_seq, version)
     select c, p, case when number = 1 then 'owner' else 'member' end, now() - interval '1 year', 0, $3,
       $4::bigint - $3, $4, $4, 1
     from unnest($1::uuid[]) c, unnest($2::uuid[]) with ordinality as people(p, number)`,
    [ids, people, sent, messages],
  );
}

/** They wrote in turn; the last message came when the conversation was last active. */
async function fillMessages(
  database: DatabaseClient,
  ids: readonly string[],
  people: readonly string[],
  messages: number,
): Promise<void> {
  await database.query(
    `insert into messages (conversation_id, seq, id, sender_id, sender_ordinal, type, content, version,
       created_at, updated_at)
     select c.id, seq, uuidv7(sent_at - clock_timestamp()), ($2::uuid[])[(seq - 1) % $3 + 1],
       (seq - 1) / $3 + 1, 'TEXT', 'Chào cả xóm, đây là câu thứ ' || seq, seq + 1, sent_at, sent_at
     from conversations c cross join generate_series(1, $4::int) seq
     cross join lateral (select c.last_message_at - ($4 - seq) * interval '20 seconds' as sent_at) t
     where c.id = any($1::uuid[]) order by c.id, seq`,
    [ids, people, people.length, messages],
  );
}

async function fillReceipts(
  database: DatabaseClient,
  id: string,
  people: readonly string[],
  messages: number,
): Promise<void> {
  await database.query(
    `insert into read_receipts (conversation_id, user_id, from_seq, to_seq, read_at, version)
     select $1, p, to_seq - $4 + 1, to_seq, now() - ($3 - to_seq) * interval '20 seconds', $3 + to_seq
     from unnest($2::uuid[]) p, generate_series($4::bigint, $3, $4) to_seq`,
    [id, people, messages, messagesForReceipt],
  );
}

/** Ten with unread messages, five pinned, a quarter archived: spread over all of them. */
async function sortOthers(
  database: DatabaseClient,
  person: Client,
  others: readonly string[],
): Promise<void> {
  const every = (count: number): string[] => {
    const step = Math.floor(others.length / count);
    return others.filter((_, index) => index % step === 0).slice(0, count);
  };
  const change = (set: string, ids: readonly string[]) =>
    database.query(
      `update conversation_members m set ${set} where m.user_id = $1 and m.conversation_id = any($2::uuid[])`,
      [person.id, ids],
    );
  await change('read_count = 8, read_seq = 10', every(unreadConversations));
  await change('is_pinned = true', every(pinnedConversations));
  await change(
    'is_archived = true',
    others.filter((_, index) => index % 4 === 3),
  );
}

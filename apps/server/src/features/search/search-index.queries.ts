import type { ConversationId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { keysOf, messageBlock, messageShelf, placeShelf } from './search-keys.ts';
import type { PlaceTable } from './search-places.queries.ts';

/** Writing the index. */

/**
 * Takes the lock under which the index is written, until the transaction ends: one writer at a time, so that
 * nobody writes what a text said before over what another found it to say now.
 */
export async function lockIndex(queries: Queries): Promise<void> {
  // "xom" and "search", as numbers.
  await sql`select pg_advisory_xact_lock(7893869, 1936028769), set_config('synchronous_commit', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`.execute(queries);
}

export interface Waiting {
  /** Of people, posts or tags. */
  texts: boolean;
  /** The last note of messages that wait; null: none do. */
  lastMessage: number | null;
  /** How many notes wait, about. */
  messageCount: number;
  /** Of each table: behind the last place that is taken. */
  ends: Record<PlaceTable, number>;
}

/** What waits to be indexed, and how far what is searched goes. */
export async function findWaiting(queries: Queries): Promise<Waiting> {
  const end = (table: PlaceTable) =>
    sql`(select coalesce(max(place), 0) + 1 from ${sql.table(table)})`;
  const { rows } = await sql<Omit<Waiting, 'ends'> & Waiting['ends']>`
    select exists (select from post_search where keys is null)
        or exists (select from user_search where keys is null)
        or exists (select from tag_search where keys is null) as texts,
      last as "lastMessage", coalesce(last - first + 1, 0) as "messageCount",
      ${end('user_search')} as user_search, ${end('post_search')} as post_search,
      ${end('tag_search')} as tag_search
    from (
      select (select max(id) from message_search_waiting) as last,
        (select min(id) from message_search_waiting) as first
    ) messages`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('nothing is known of what waits');
  const { user_search, post_search, tag_search, ...waiting } = row;
  return { ...waiting, ends: { user_search, post_search, tag_search } };
}

/** A kind of text that waits by having no keys. */
export interface TextKind {
  table: PlaceTable;
  /** The columns of its key, with their types. */
  key: Record<string, 'uuid' | 'text'>;
  /** What it says, by its key in `s`. */
  text: RawBuilder<string | null>;
}

export const textKinds: readonly TextKind[] = [
  {
    table: 'user_search',
    key: { user_id: 'uuid' },
    text: sql`(
      select concat_ws(' ', username, display_name, name, family) from users where id = s.user_id)`,
  },
  {
    table: 'post_search',
    key: { author_id: 'uuid', post_id: 'uuid' },
    text: sql`(select text from posts where author_id = s.author_id and id = s.post_id)`,
  },
  {
    table: 'tag_search',
    key: { tag: 'text' },
    text: sql`(select tag || ' ' || label from tags where tag = s.tag)`,
  },
];

export interface WaitingText {
  key: string[];
  text: string | null;
}

/**
 * Locks the newest that wait, and then looks at what they say: a change from now on makes them wait anew. What
 * others lock is about to change or to go: it goes on waiting, so that nobody waits in a ring. Whoever changes a
 * text or removes it locks these rows by triggers and cascades, in any order, and holds others meanwhile.
 */
export async function takeWaiting(
  queries: Queries,
  kind: TextKind,
  limit: number,
): Promise<WaitingText[]> {
  const table = sql.table(kind.table);
  const columns = Object.keys(kind.key);
  const key = sql`array[${sql.join(columns.map((column) => sql`${sql.ref(`s.${column}`)}::text`))}]`;
  const { rows: locked } = await sql<{ key: string[] }>`
    select ${key} as key from ${table} s where keys is null
    order by place desc limit ${limit} for no key update skip locked`.execute(queries);
  if (locked.length === 0) return [];
  const { rows } = await sql<WaitingText>`
    select ${key} as key, ${kind.text} as text
    from ${unnestKeys(kind, locked)} join ${table} s using (${sql.join(columns.map((name) => sql.ref(name)))})`.execute(
    queries,
  );
  return rows;
}

/** Writes the keys of texts that were taken. */
export async function writeTexts(
  queries: Queries,
  kind: TextKind,
  texts: readonly { key: string[]; terms: readonly number[] }[],
): Promise<void> {
  const columns = Object.keys(kind.key);
  const isSame = columns.map((name) => sql`${sql.ref(`s.${name}`)} = ${sql.ref(`w.${name}`)}`);
  const terms = texts.map((text) => `{${text.terms.join(',')}}`);
  await sql`
    update ${sql.table(kind.table)} s
    set keys = ${keysOf(placeShelf(sql`s.place`), sql`w.terms::bigint[]`)}
    from (
      select * from ${unnestKeys(kind, texts, terms)}
    ) w where ${sql.join(isSame, sql` and `)}`.execute(queries);
}

function unnestKeys(
  { key }: TextKind,
  rows: readonly { key: string[] }[],
  terms?: readonly string[],
): RawBuilder<unknown> {
  const arrays = Object.values(key).map((type, index) => {
    const values = rows.map((row) => row.key[index] ?? '');
    return sql`${values}::text[]::${sql.raw(type)}[]`;
  });
  const columns = Object.keys(key);
  const all = terms ? [...arrays, sql`${[...terms]}::text[]`] : arrays;
  const names = terms ? [...columns, 'terms'] : columns;
  return sql`unnest(${sql.join(all)}) as wanted(${sql.join(names.map((name) => sql.ref(name)))})`;
}

export interface WaitingMessages {
  conversationId: ConversationId;
  id: number;
  fromSeq: number;
  toSeq: number;
}

const waitingColumns = sql`
  w.conversation_id as "conversationId", w.id, w.from_seq as "fromSeq", w.to_seq as "toSeq"`;

/** Messages that wait, the longest waiting first. */
export async function listWaitingMessages(
  queries: Queries,
  limit: number,
): Promise<WaitingMessages[]> {
  const { rows } = await sql<WaitingMessages>`
    select ${waitingColumns} from message_search_waiting w order by w.id limit ${limit}`.execute(
    queries,
  );
  return rows;
}

/** Of those that came last, the ones in a person's conversations; the last first. */
export async function listWaitingMessagesOf(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<WaitingMessages[]> {
  const { rows } = await sql<WaitingMessages>`
    select ${waitingColumns}
    from (select * from message_search_waiting order by id desc limit ${limit}) w
    where exists (
      select from conversation_members m where m.conversation_id = w.conversation_id and m.user_id = ${userId}
    ) order by w.id desc`.execute(queries);
  return rows;
}

export interface MessageText {
  conversationId: ConversationId;
  seq: number;
  /** Null: nothing to find any more. */
  content: string | null;
}

/** What messages say now. */
export async function readMessages(
  queries: Queries,
  ranges: readonly WaitingMessages[],
): Promise<MessageText[]> {
  const { rows } = await sql<MessageText>`
    select m.conversation_id as "conversationId", m.seq, m.content
    from unnest(
      ${ranges.map(({ conversationId }) => conversationId)}::uuid[],
      ${ranges.map(({ fromSeq }) => fromSeq)}::bigint[], ${ranges.map(({ toSeq }) => toSeq)}::bigint[]
    ) as wanted(conversation_id, from_seq, to_seq)
    join messages m on m.conversation_id = wanted.conversation_id
      and m.seq between wanted.from_seq and wanted.to_seq`.execute(queries);
  return rows;
}

/** Writes the keys of messages; those without terms are found no more. */
export async function writeMessages(
  queries: Queries,
  messages: readonly { conversationId: ConversationId; seq: number; terms: readonly number[] }[],
): Promise<void> {
  const shelf = messageShelf(sql`w.conversation_id`, messageBlock(sql`w.seq`));
  await sql`
    with w as (
      select distinct on (conversation_id, seq) conversation_id, seq, terms::bigint[] as terms
      from unnest(
        ${messages.map(({ conversationId }) => conversationId)}::uuid[],
        ${messages.map(({ seq }) => seq)}::bigint[],
        ${messages.map(({ terms }) => `{${terms.join(',')}}`)}::text[]
      ) as t(conversation_id, seq, terms)
    ), gone as (
      delete from message_search s using w
      where w.terms = '{}' and s.conversation_id = w.conversation_id and s.seq = w.seq
    )
    insert into message_search as s (conversation_id, seq, keys)
    select conversation_id, seq, ${keysOf(shelf, sql`w.terms`)} from w where terms <> '{}'
    order by conversation_id, seq
    on conflict (conversation_id, seq) do update set keys = excluded.keys
    where s.keys is distinct from excluded.keys`.execute(queries);
}

/** What was indexed waits no more: whole ranges, and of one at most its beginning. */
export async function endWaiting(
  queries: Queries,
  ids: readonly number[],
  begun: { id: number; fromSeq: number } | null,
): Promise<void> {
  if (ids.length > 0) {
    await sql`delete from message_search_waiting where id = any(${[...ids]}::bigint[])`.execute(
      queries,
    );
  }
  if (!begun) return;
  await queries
    .updateTable('message_search_waiting')
    .where('id', '=', begun.id)
    .set({ from_seq: begun.fromSeq })
    .execute();
}

import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { maxMembersFollowed } from '../conversations/deliveries.queries.ts';
import type { MessageRow } from './message-view.ts';

/** What a device holds of one conversation. */
export interface Held {
  id: ConversationId;
  version: number;
}

/** How far a conversation is, and what of it the person has. */
export interface Standing extends Held {
  lastSeq: number;
  /** At which message and version they cleared it; 0: never. */
  clearedSeq: number;
  clearedVersion: number;
  /** Not all of it is known to have come to a device of theirs, where that is followed. */
  isUndelivered: boolean;
}

interface Versioned {
  conversation_id: ConversationId;
  version: number;
}
export type MemberChangeRow = Versioned & { user_id: UserId; role: MemberRole; joined_at: Date };
export type DepartureRow = Versioned & { user_id: UserId };
export type ReadRow = Versioned & {
  user_id: UserId;
  from_seq: number;
  to_seq: number;
  read_at: Date;
};
export type HiddenRow = Versioned & { message_id: MessageId };

/** Where all conversations of a person are, by id; without those that they cleared and nobody wrote in since. */
export async function listStandings(queries: Queries, userId: UserId): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select c.id, c.version, c.last_seq as "lastSeq", coalesce(m.cleared_seq, 0) as "clearedSeq",
      coalesce(m.cleared_version, 0) as "clearedVersion",
      c.member_count <= ${maxMembersFollowed} and greatest(m.delivered_seq, m.read_seq) < c.last_seq
        as "isUndelivered"
    from conversation_members m join conversations c on c.id = m.conversation_id
    where m.user_id = ${userId} and (m.cleared_seq is null or c.last_seq > m.cleared_seq)
    order by c.id`.execute(queries);
  return rows;
}

/** What a device lacks of a conversation: what changed above `from` and is not cleared. */
export type Lack = Pick<Standing, 'id' | 'clearedSeq'> & { from: number };

/**
 * What changed in each of these conversations above the held version, in order of version: at most `limit`
 * rows each, and with the last row all others of its version.
 */
export class ChangeQueries {
  readonly #queries: Queries;
  readonly #held: RawBuilder<unknown>;
  readonly #limit: number;

  constructor(queries: Queries, lacks: readonly Lack[], limit: number) {
    this.#queries = queries;
    this.#limit = limit;
    const ids = lacks.map(({ id }) => id);
    const versions = lacks.map(({ from }) => from);
    const clearedSeqs = lacks.map(({ clearedSeq }) => clearedSeq);
    this.#held = sql`unnest(${ids}::uuid[], ${versions}::bigint[], ${clearedSeqs}::bigint[])
      as held(id, version, cleared_seq)`;
  }

  /** Without those that the person hid or cleared. */
  messages(userId: UserId): Promise<MessageRow[]> {
    return this.#each<MessageRow>(sql`
      select * from messages m
      where m.conversation_id = held.id and m.version > held.version and m.seq > held.cleared_seq
        and not exists (
          select from hidden_messages h
          where h.conversation_id = m.conversation_id and h.user_id = ${userId} and h.seq = m.seq
        )`);
  }

  members(): Promise<MemberChangeRow[]> {
    return this.#each<MemberChangeRow>(sql`
      select conversation_id, user_id, role, joined_at, version from conversation_members
      where conversation_id = held.id and version > held.version`);
  }

  departures(): Promise<DepartureRow[]> {
    return this.#each<DepartureRow>(sql`
      select conversation_id, user_id, version from conversation_departures
      where conversation_id = held.id and version > held.version`);
  }

  reads(): Promise<ReadRow[]> {
    return this.#each<ReadRow>(sql`
      select conversation_id, user_id, from_seq, to_seq, read_at, version from read_receipts
      where conversation_id = held.id and version > held.version`);
  }

  hidden(userId: UserId): Promise<HiddenRow[]> {
    return this.#each<HiddenRow>(sql`
      select conversation_id, message_id, version from hidden_messages
      where conversation_id = held.id and user_id = ${userId} and version > held.version
        and seq > held.cleared_seq`);
  }

  async #each<Row>(changes: RawBuilder<unknown>): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select change.* from ${this.#held} cross join lateral (
        ${changes} order by version fetch first ${sql.lit(this.#limit)} rows with ties
      ) change`.execute(this.#queries);
    return rows;
  }
}

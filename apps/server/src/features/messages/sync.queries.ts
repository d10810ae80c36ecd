import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

/** What a device holds of one conversation. */
export interface Held {
  id: ConversationId;
  version: number;
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

/** The versions of all conversations of a person, by id. */
export async function listVersions(queries: Queries, userId: UserId): Promise<Held[]> {
  return queries
    .selectFrom('conversation_members as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .where('m.user_id', '=', userId)
    .orderBy('c.id')
    .select(['c.id', 'c.version'])
    .execute();
}

/**
 * What changed in each of these conversations above the held version, in order of version: at most `limit`
 * rows each, and with the last row all others of its version.
 */
export class ChangeQueries {
  readonly #queries: Queries;
  readonly #held: RawBuilder<unknown>;
  readonly #limit: number;

  constructor(queries: Queries, held: readonly Held[], limit: number) {
    this.#queries = queries;
    this.#limit = limit;
    const ids = held.map(({ id }) => id);
    const versions = held.map(({ version }) => version);
    this.#held = sql`unnest(${ids}::uuid[], ${versions}::bigint[]) as held(id, version)`;
  }

  /** Without those that the person hid. */
  messages(userId: UserId): Promise<MessageRow[]> {
    return this.#each<MessageRow>(sql`
      select * from messages m
      where m.conversation_id = held.id and m.version > held.version
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
      where conversation_id = held.id and user_id = ${userId} and version > held.version`);
  }

  async #each<Row>(changes: RawBuilder<unknown>): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select change.* from ${this.#held} cross join lateral (
        ${changes} order by version fetch first ${sql.lit(this.#limit)} rows with ties
      ) change`.execute(this.#queries);
    return rows;
  }
}

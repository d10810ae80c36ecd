import type { ClientConfig, QueryConfig } from 'pg';

/** What a baseline is told when it starts. */
export interface BaselineSettings {
  /** Where it stores messages; null: nowhere. */
  database: ClientConfig | null;
}

export function settingsFromParent(): BaselineSettings {
  // Only the bench starts this.
  return JSON.parse(process.argv[2] ?? '') as BaselineSettings;
}

/** The table of the baselines: a key, and the index by which a conversation is read. */
export const bareTable = `
  create table messages (
    id uuid primary key, conversation_id uuid not null, seq bigint generated always as identity,
    sender_id uuid not null, type text not null default 'TEXT', content text not null,
    created_at timestamptz(3) not null default now()
  );
  create index on messages (conversation_id, seq)`;

/** One message, stored without any check. */
export function bareInsert(values: [string, string, string, string]): QueryConfig {
  return {
    name: 'insert',
    text: 'insert into messages (id, conversation_id, sender_id, content) values ($1, $2, $3, $4) returning seq',
    values,
  };
}

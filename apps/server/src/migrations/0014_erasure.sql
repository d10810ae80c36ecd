-- Erasing a person for good: see features/erasure/delete-rules.ts.

alter table users
  -- From this moment on they are nobody: their row waits, without name and address, for what is left of them.
  add column erased_at timestamptz(3);
create index users_erased on users (erased_at) where erased_at is not null;

-- What was done to an account, and by whom, outlives both: ids, not references.
alter table audit_log
  drop constraint audit_log_actor_id_fkey,
  drop constraint audit_log_subject_id_fkey;

-- Where somebody was and what they did there, over all homes.
create index conversation_departures_by_user on conversation_departures (user_id, conversation_id);
create index message_reactions_by_user on message_reactions (user_id, conversation_id, message_seq);
create index posts_by_mention on posts using gin (mentioned_user_ids) where mentioned_user_ids <> '{}';
create index comments_by_mention on comments using gin (mentioned_user_ids) where mentioned_user_ids <> '{}';

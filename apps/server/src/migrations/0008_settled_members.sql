-- How a person's conversation list and unread counts are found at the same cost in however many conversations.
-- These columns only say where to look; what is shown comes from the conversation's own numbers. Nobody's row
-- is settled at first: whoever asks for their list settles it, a part at a time.

alter table conversation_members
  -- The two columns below hold. Ended by the next message, so at most once for each time it was settled.
  add column is_settled boolean not null default false,
  -- Of the conversation, while settled; null: not in the person's list, as they cleared it.
  add column settled_at timestamptz(3),
  -- While settled: false where nothing is unread.
  add column has_unread boolean not null default false;

create index conversation_members_unsettled on conversation_members (user_id, is_archived) where not is_settled;
create index conversation_members_listed on conversation_members (user_id, is_archived, settled_at, conversation_id)
  where is_settled and settled_at is not null;
create index conversation_members_unread on conversation_members (user_id) where is_settled and has_unread;
create index conversation_members_settled on conversation_members (conversation_id) where is_settled;

-- After the statement that stores messages, and not in it: only when it holds the conversations' locks can it
-- see what was settled while it waited for them. Here, and not in the process: the version before stores too.
create function unsettle_members() returns trigger language plpgsql
  -- Its plan may be made while the table is small, and is kept when it has grown.
  set enable_seqscan = off
as $$
declare
  conversation_ids uuid[] := array(select distinct conversation_id from stored);
begin
  update conversation_members set is_settled = false
  where conversation_id = any(conversation_ids) and is_settled;
  return null;
end $$;
create trigger messages_stored after insert on messages referencing new table as stored
  for each statement execute function unsettle_members();

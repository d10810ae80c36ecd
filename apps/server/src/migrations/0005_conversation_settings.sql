-- What groups and members choose; messages that disappear; conversations that are cleared or deleted.

alter table conversations
  add column who_may_invite text not null default 'members' check (who_may_invite in ('members', 'admins')),
  -- How long a message lives from its sending on; null: for good.
  add column disappear_after_seconds int check (disappear_after_seconds between 60 and 31536000),
  -- Deleted for everybody: nobody is in it any more, and a job removes what is left of it.
  add column deleted_at timestamptz(3);
create index conversations_to_purge on conversations (deleted_at) where deleted_at is not null;

alter table conversation_members
  -- They cleared it at this message and this version: up to it nothing is shown to them.
  add column cleared_seq bigint,
  add column cleared_version bigint;
-- At most 100 for each person.
create index conversation_members_pinned on conversation_members (user_id) where is_pinned;

alter table messages
  -- Sent while the conversation's timer was on: due from then on.
  add column expires_at timestamptz(3);
create index messages_to_expire on messages (expires_at) where expires_at is not null and recalled_at is null;

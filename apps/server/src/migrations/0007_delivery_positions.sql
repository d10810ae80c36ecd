-- How far messages have reached people's devices.

alter table conversation_members
  -- Up to here all messages came to one of their devices; what is read did too. Moves outside the
  -- conversation's lock and carries no version: like presence, it is told and asked for, not synced.
  add column delivered_seq bigint not null default 0;

-- Only one statement stores messages, and it holds the lock of their conversation's row, which it has just found
-- (features/messages/ingest.queries.ts). A foreign key looks that row up again for each message, and is a sixth of what
-- storing one costs the database. So it goes; what it did when a conversation is deleted stays.

alter table messages drop constraint messages_conversation_id_fkey;

create function delete_messages_of_conversations() returns trigger language plpgsql
  -- Its plan may be made while the table is small, and is kept when it has grown.
  set enable_seqscan = off
as $$
begin
  delete from messages m using gone g where m.conversation_id = g.id;
  return null;
end $$;
create trigger conversations_gone after delete on conversations referencing old table as gone
  for each statement execute function delete_messages_of_conversations();

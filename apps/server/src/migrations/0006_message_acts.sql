-- What happens to messages after they were sent: reactions, edits, replies; and whom they name.

-- Who reacted with what. Their sum is on the message's row, for reading.
create table message_reactions (
  conversation_id uuid not null references conversations on delete cascade,
  message_seq bigint not null,
  -- An id, not a reference: like a sender's, it outlives the account.
  user_id uuid not null,
  emoji text not null,
  -- Its name in the dialects that name reactions; sorts by age.
  id uuid not null,
  created_at timestamptz(3) not null,
  primary key (conversation_id, message_seq, user_id, emoji)
);
create index message_reactions_by_age on message_reactions (conversation_id, message_seq, emoji, id);

-- The same as `messages.mentions`, by person: counts what is unread and names them.
create table message_mentions (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null,
  message_seq bigint not null,
  primary key (conversation_id, user_id, message_seq)
);

alter table messages
  -- [{emoji, count, userIds (the first 50)}], as people are shown it; null: none. Moves with message_reactions.
  add column reactions jsonb,
  -- Null: nobody.
  add column mentions uuid[];
-- With the sender last: the planner, who guesses that few messages of a sender lie in a conversation, would
-- else look through all of theirs (messages_by_sender) for the one with a clientId.
drop index messages_by_client_id;
create unique index messages_by_client_id on messages (conversation_id, client_id, sender_id)
  where client_id is not null;
-- What must be shown anew when the message that it answers changes.
create index messages_by_reply on messages (conversation_id, reply_to) where reply_to is not null;
-- From whom a message is hidden: who deleted it for themselves, and who cleared the conversation since.
create index hidden_messages_by_message on hidden_messages (conversation_id, seq);
create index conversation_members_by_clearing on conversation_members (conversation_id, cleared_seq)
  where cleared_seq is not null;

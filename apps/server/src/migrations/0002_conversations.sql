-- Conversations and all that is in them: keys start with the conversation's id.

create table conversations (
  id uuid primary key,
  is_group boolean not null,
  name text,
  photo_media_id uuid,
  -- An id, not a reference: like a sender's, it outlives the account.
  created_by uuid,
  created_at timestamptz(3) not null default now(),
  member_count int not null,
  -- The number of the last message. Moves, like `version`, only under this row's lock.
  last_seq bigint not null default 0,
  -- The number of the last change of anything in here.
  version bigint not null default 1,
  last_message_at timestamptz(3) not null default now()
);

-- The one direct conversation of two people; `low_user_id` is the smaller id.
create table direct_conversations (
  low_user_id uuid not null references users on delete cascade,
  high_user_id uuid not null references users on delete cascade,
  conversation_id uuid not null,
  primary key (low_user_id, high_user_id),
  check (low_user_id <= high_user_id)
);
create index direct_conversations_by_high on direct_conversations (high_user_id);

create table conversation_members (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member')),
  joined_at timestamptz(3) not null default now(),
  -- The last message when they joined: what came before was never unread.
  joined_seq bigint not null,
  -- How many messages they sent since, and how many of the others' they read.
  -- Unread = last_seq - joined_seq - sent_count - read_count: no scan, and no write per message and member.
  sent_count bigint not null default 0,
  read_count bigint not null default 0,
  -- Everything up to here is read.
  read_seq bigint not null,
  is_muted boolean not null default false,
  is_pinned boolean not null default false,
  is_archived boolean not null default false,
  draft text,
  -- Of the conversation, at the last change of this row that others see.
  version bigint not null,
  primary key (conversation_id, user_id)
);
create index conversation_members_by_user on conversation_members (user_id, conversation_id);
create index conversation_members_by_version on conversation_members (conversation_id, version);
create index conversation_members_by_joining on conversation_members (conversation_id, joined_at, user_id);

-- Who is no longer in, so that sync can tell the others.
create table conversation_departures (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null,
  version bigint not null,
  primary key (conversation_id, user_id)
);
create index conversation_departures_by_version on conversation_departures (conversation_id, version);

create table messages (
  conversation_id uuid not null references conversations on delete cascade,
  seq bigint not null,
  id uuid not null,
  sender_id uuid not null,
  -- 1, 2, 3 … of this sender in this conversation since they joined: tells how many of one's own lie before a seq.
  sender_ordinal bigint not null,
  type text not null check (type in ('TEXT', 'IMAGE', 'VIDEO', 'STICKER')),
  content text,
  media_id uuid,
  reply_to uuid,
  forwarded_from uuid,
  forwarded_at timestamptz(3),
  client_id text,
  original_content text,
  edited_at timestamptz(3),
  recalled_at timestamptz(3),
  recalled_by uuid,
  version bigint not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (conversation_id, seq)
);
-- A look-up by a bare id yields the home for all that follows.
create unique index messages_by_id on messages (id, conversation_id);
create unique index messages_by_client_id on messages (conversation_id, sender_id, client_id)
  where client_id is not null;
create index messages_by_version on messages (conversation_id, version);
create index messages_by_sender on messages (conversation_id, sender_id, seq);

create table hidden_messages (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null,
  seq bigint not null,
  message_id uuid not null,
  version bigint not null,
  primary key (conversation_id, user_id, seq)
);
create index hidden_messages_by_version on hidden_messages (conversation_id, user_id, version);

-- One row for each act of reading: the messages from `from_seq` to `to_seq` at `read_at`.
create table read_receipts (
  conversation_id uuid not null references conversations on delete cascade,
  user_id uuid not null,
  to_seq bigint not null,
  from_seq bigint not null,
  read_at timestamptz(3) not null,
  version bigint not null,
  primary key (conversation_id, user_id, to_seq)
);
create index read_receipts_by_version on read_receipts (conversation_id, version);

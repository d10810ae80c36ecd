-- What search looks up. `keys` are 64-bit numbers: above, a shelf; below, a term of the text (a part of a word,
-- folded, as a number). A shelf is a bounded stretch of what is searched: 8,192 people, posts or tags in the
-- order of `place`, or 1,024 messages of one conversation. So a word that a million rows hold costs as much as
-- its newest shelf. The process computes the terms (features/search/search-text.ts); what a row says is looked
-- at again when it is found, so a key too many does no harm. The indexes go without a pending list: each look
-- into one would read the whole list.

create table user_search (
  user_id uuid primary key references users on delete cascade,
  place bigint generated always as identity,
  -- Null: waits to be indexed.
  keys bigint[]
);
create index user_search_keys on user_search using gin (keys) with (fastupdate = off);
create index user_search_by_place on user_search (place);
create index user_search_waiting on user_search (place) where keys is null;

create table post_search (
  author_id uuid not null,
  post_id uuid not null,
  place bigint generated always as identity,
  keys bigint[],
  primary key (author_id, post_id),
  foreign key (author_id, post_id) references posts on delete cascade
);
create index post_search_keys on post_search using gin (keys) with (fastupdate = off);
create index post_search_by_place on post_search (place);
create index post_search_waiting on post_search (place) where keys is null;

create table tag_search (
  tag text primary key references tags on delete cascade,
  place bigint generated always as identity,
  keys bigint[]
);
create index tag_search_keys on tag_search using gin (keys) with (fastupdate = off);
create index tag_search_by_place on tag_search (place);
create index tag_search_waiting on tag_search (place) where keys is null;

-- No foreign key: looking at the conversation's row would wait for those who write to it.
create table message_search (
  conversation_id uuid not null,
  seq bigint not null,
  keys bigint[] not null,
  primary key (conversation_id, seq)
);
create index message_search_keys on message_search using gin (keys) with (fastupdate = off);

-- Messages to index. Only added to and taken from: whoever stores a message waits for nobody here.
create table message_search_waiting (
  conversation_id uuid not null,
  id bigint generated always as identity,
  from_seq bigint not null,
  to_seq bigint not null
);
create index message_search_waiting_by_id on message_search_waiting (id);

-- All of this by triggers: the version before writes too.

create function search_users_anew() returns trigger language plpgsql as $$
begin
  insert into user_search (user_id) values (new.id) on conflict (user_id) do update set keys = null;
  return null;
end $$;
create trigger users_made_for_search after insert on users
  for each row execute function search_users_anew();
create trigger users_changed_for_search after update of username, display_name, name, family on users
  for each row when ((old.username, old.display_name, old.name, old.family)
    is distinct from (new.username, new.display_name, new.name, new.family))
  execute function search_users_anew();

create function search_posts_anew() returns trigger language plpgsql as $$
begin
  insert into post_search (author_id, post_id) values (new.author_id, new.id)
  on conflict (author_id, post_id) do update set keys = null;
  return null;
end $$;
create trigger posts_made_for_search after insert on posts
  for each row when (new.text is not null) execute function search_posts_anew();
create trigger posts_changed_for_search after update of text on posts
  for each row when (old.text is distinct from new.text) execute function search_posts_anew();

create function search_tags_anew() returns trigger language plpgsql as $$
begin
  insert into tag_search (tag) values (new.tag) on conflict (tag) do nothing;
  return null;
end $$;
create trigger tags_made_for_search after insert on tags
  for each row execute function search_tags_anew();

create function search_stored_messages() returns trigger language plpgsql as $$
begin
  insert into message_search_waiting (conversation_id, from_seq, to_seq)
  select conversation_id, min(seq), max(seq) from stored where content is not null group by conversation_id;
  return null;
end $$;
create trigger messages_stored_for_search after insert on messages referencing new table as stored
  for each statement execute function search_stored_messages();

create function search_messages_anew() returns trigger language plpgsql as $$
begin
  insert into message_search_waiting (conversation_id, from_seq, to_seq)
  values (new.conversation_id, new.seq, new.seq);
  return null;
end $$;
create trigger messages_changed_for_search after update of content on messages
  for each row when (old.content is distinct from new.content) execute function search_messages_anew();

create function search_messages_no_more() returns trigger language plpgsql
  -- Its plan may be made while the table is small, and is kept when it has grown.
  set enable_seqscan = off
as $$
begin
  delete from message_search s using gone g where s.conversation_id = g.conversation_id and s.seq = g.seq;
  return null;
end $$;
create trigger messages_gone_for_search after delete on messages referencing old table as gone
  for each statement execute function search_messages_no_more();

-- What is there already waits like what is new.
insert into user_search (user_id) select id from users order by id;
insert into post_search (author_id, post_id) select author_id, id from posts where text is not null order by id;
insert into tag_search (tag) select tag from tags order by post_count;
insert into message_search_waiting (conversation_id, from_seq, to_seq)
select id, 1, last_seq from conversations where last_seq > 0 order by last_message_at;

-- On which shelves of posts (0013_search.sql) a term is at all: a search for a rare word looks into these alone, however
-- many posts there are. What is on a shelf stays noted when its posts go: a look too many does no harm.

create table post_search_shelves (
  term bigint not null,
  shelf bigint not null,
  primary key (term, shelf)
);

-- By a trigger, since the version before writes keys too. Who writes them holds the lock of the index.
create function search_posts_shelved() returns trigger language plpgsql as $$
begin
  insert into post_search_shelves (term, shelf)
  select distinct key & 4294967295, key >> 32 from written, unnest(keys) as key
  order by 1, 2 on conflict do nothing;
  return null;
end $$;
create trigger post_search_shelved after update on post_search referencing new table as written
  for each statement execute function search_posts_shelved();

-- Of very many posts it takes longer than statements else may.
set local statement_timeout = 0;
set local work_mem = '256MB';
insert into post_search_shelves (term, shelf)
select distinct key & 4294967295, key >> 32 from post_search, unnest(keys) as key;
analyze post_search_shelves;

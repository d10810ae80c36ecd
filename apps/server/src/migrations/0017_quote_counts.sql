-- Whether a post is in the counter of what it quotes: as it is counted at all, for all, and of a public account.
alter table posts add column is_quote_counted boolean not null default false;
update posts q set is_quote_counted = true
from users u
where u.id = q.author_id and not u.is_private
  and q.quote_of is not null and q.is_counted and q.visibility = 'public';
-- For going through what a person quotes.
create index posts_quoting on posts (author_id, id) where quote_of is not null;

-- Until now those of private accounts were counted too.
update posts p set
  quote_count = p.quote_count - n.count,
  explore_rank = (floor(log(2::numeric,
      (1 + p.like_count + 2 * p.comment_count + 3 * (p.repost_count + p.quote_count - n.count))::numeric))
    + extract(epoch from p.created_at) / 43200)::double precision
from (
  select q.quote_author_id, q.quote_of, count(*)
  from posts q join users u on u.id = q.author_id
  where u.is_private and q.quote_of is not null and q.is_counted and q.visibility = 'public'
  group by q.quote_author_id, q.quote_of
) n
where p.author_id = n.quote_author_id and p.id = n.quote_of;

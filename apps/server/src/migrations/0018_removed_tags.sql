-- When the person took their tag off the post: it stays off. The row goes with the post or the person.
alter table tagged_posts add column removed_at timestamptz(3);

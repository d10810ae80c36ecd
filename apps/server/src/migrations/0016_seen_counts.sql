-- What a profile counts is what its viewer may see: the posts that are not for all, by whom they are for.
create index posts_limited on posts (author_id, visibility) where visibility <> 'public' and is_counted;
-- A tag is counted without those whom its viewer does not see.
create index post_tags_by_author on post_tags (tag, author_id) where is_counted;

-- Posts and all that people do with them. A post, its comments and who liked it live at the author's home; what
-- a person liked, saved and reposted lives at that person's.

create table posts (
  author_id uuid not null references users on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('post', 'tweet')),
  text text,
  -- In the order shown: [{ mediaId, altText }].
  media jsonb not null default '[]',
  visibility text not null check (visibility in ('public', 'followers', 'friends')),
  tagged_user_ids uuid[] not null default '{}',
  mentioned_user_ids uuid[] not null default '{}',
  -- In the folded form of `tags`.
  tags text[] not null default '{}',
  quote_author_id uuid,
  quote_of uuid,
  client_id text,
  -- What others did, of those rows that are counted.
  like_count bigint not null default 0,
  comment_count bigint not null default 0,
  save_count bigint not null default 0,
  repost_count bigint not null default 0,
  quote_count bigint not null default 0,
  -- Where it stands among what is liked and discussed now; see posts/explore-rank.ts.
  explore_rank double precision not null,
  -- Whether it is in its author's post count, its tags' and its quoted post's: not while archived or hidden.
  is_counted boolean not null default true,
  created_at timestamptz(3) not null,
  edited_at timestamptz(3),
  -- What it said until then was for other people: those who see it now are not shown that.
  visibility_changed_at timestamptz(3),
  archived_at timestamptz(3),
  -- Set in the moment of deletion: nobody finds it from then on; its rows go at once or by a job.
  deleted_at timestamptz(3),
  primary key (author_id, id)
  -- Counters move often and are in no index: a page with room takes them without touching one.
) with (fillfactor = 85);
-- A look-up by a bare id yields the author for all that follows.
create unique index posts_by_id on posts (id, author_id);
create unique index posts_by_client_id on posts (author_id, client_id) where client_id is not null;
create index posts_by_kind on posts (author_id, kind, id) where deleted_at is null;
-- For feeds, which look for the newest one of everybody whom one follows.
create index posts_shown on posts (author_id, id) where archived_at is null and deleted_at is null;
create index posts_to_explore on posts (explore_rank, id)
  where visibility = 'public' and archived_at is null and deleted_at is null;
create index posts_archived on posts (author_id, id) where archived_at is not null and deleted_at is null;
create index posts_by_quote on posts (quote_of, author_id) where quote_of is not null;
create index posts_deleted on posts (deleted_at) where deleted_at is not null;

-- What a post said before each edit.
create table post_edits (
  author_id uuid not null,
  post_id uuid not null,
  edited_at timestamptz(3) not null,
  text text,
  media jsonb not null,
  primary key (author_id, post_id, edited_at),
  foreign key (author_id, post_id) references posts
);

create table post_likes (
  author_id uuid not null,
  post_id uuid not null,
  user_id uuid not null,
  created_at timestamptz(3) not null,
  is_counted boolean not null default true,
  foreign key (author_id, post_id) references posts
);
create index post_likes_by_time on post_likes (author_id, post_id, created_at, user_id);
-- After it: between two indexes that promise the same, the planner takes the later one, and a look for one
-- person's like by the one above reads all likes of the post.
alter table post_likes add primary key (author_id, post_id, user_id);

-- The same likes from the liker's side; both rows come and go together.
create table liked_posts (
  user_id uuid not null references users on delete cascade,
  post_id uuid not null,
  author_id uuid not null,
  created_at timestamptz(3) not null,
  primary key (user_id, post_id)
);
create index liked_posts_by_time on liked_posts (user_id, created_at, post_id);

create table saved_posts (
  user_id uuid not null references users on delete cascade,
  post_id uuid not null,
  author_id uuid not null,
  created_at timestamptz(3) not null,
  is_counted boolean not null default true,
  primary key (user_id, post_id)
);
create index saved_posts_by_time on saved_posts (user_id, created_at, post_id);
-- For the deletion of a post.
create index saved_posts_by_post on saved_posts (post_id, user_id);

create table reposts (
  user_id uuid not null references users on delete cascade,
  -- Its own id, in the order of time with those of posts: where it stands in a feed.
  id uuid not null,
  post_id uuid not null,
  author_id uuid not null,
  created_at timestamptz(3) not null,
  is_counted boolean not null default true,
  primary key (user_id, id)
);
create unique index reposts_once on reposts (user_id, post_id);
create index reposts_by_post on reposts (post_id, id);

-- Whom posts tag, from the tagged person's side; beside posts.tagged_user_ids.
create table tagged_posts (
  user_id uuid not null references users on delete cascade,
  post_id uuid not null,
  author_id uuid not null,
  primary key (user_id, post_id)
);
create index tagged_posts_by_post on tagged_posts (post_id, user_id);

-- #tags: `tag` is folded (lower case, NFC), `label` as first written.
create table tags (
  tag text primary key,
  label text not null,
  -- Public posts of accounts that are not private, as counted.
  post_count bigint not null default 0
);
create index tags_by_count on tags (post_count, tag);

-- The posts with a tag; at the author's home, listed for a tag over all homes.
create table post_tags (
  author_id uuid not null,
  post_id uuid not null,
  tag text not null,
  -- Whether it is in the tag's count.
  is_counted boolean not null,
  primary key (author_id, post_id, tag),
  foreign key (author_id, post_id) references posts
);
create index post_tags_by_tag on post_tags (tag, post_id);

-- The tags of a private account are in no count: whoever changes that, the job finds out what has changed.
create function posts_recount_tags() returns trigger language plpgsql as $$
begin
  perform graphile_worker.add_job('posts:recount-tags', json_build_object('userId', new.id));
  return null;
end $$;
create trigger users_privacy_for_tags after update of is_private on users
  for each row when (old.is_private is distinct from new.is_private) execute function posts_recount_tags();

-- Comments on a post, and replies to a comment, which have a parent.
create table comments (
  post_author_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  parent_id uuid,
  author_id uuid not null,
  text text not null,
  mentioned_user_ids uuid[] not null default '{}',
  client_id text,
  like_count bigint not null default 0,
  reply_count bigint not null default 0,
  is_counted boolean not null default true,
  created_at timestamptz(3) not null,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  primary key (post_author_id, id),
  foreign key (post_author_id, post_id) references posts (author_id, id),
  foreign key (post_author_id, parent_id) references comments (post_author_id, id)
);
create unique index comments_by_id on comments (id, post_author_id);
create unique index comments_by_client_id on comments (post_author_id, post_id, author_id, client_id)
  where client_id is not null;
create index comments_of_post on comments (post_author_id, post_id, id) where parent_id is null;
create index replies_of_comment on comments (post_author_id, parent_id, id) where parent_id is not null;
-- What some people wrote, for those who do not see it counted; and all of a post, for its deletion.
create index comments_of_post_by_author on comments (post_author_id, post_id, author_id);
create index replies_of_comment_by_author on comments (post_author_id, parent_id, author_id)
  where parent_id is not null;
-- For hiding and erasing a person, over all homes.
create index comments_by_author on comments (author_id, id);
create index comments_deleted on comments (deleted_at) where deleted_at is not null;

-- Who liked a comment or a reply.
create table comment_likes (
  post_author_id uuid not null,
  comment_id uuid not null,
  user_id uuid not null,
  created_at timestamptz(3) not null,
  is_counted boolean not null default true,
  primary key (post_author_id, comment_id, user_id),
  foreign key (post_author_id, comment_id) references comments (post_author_id, id)
);
create index comment_likes_by_time on comment_likes (post_author_id, comment_id, created_at, user_id);
create index comment_likes_by_user on comment_likes (user_id, comment_id);

-- A file of a post is held by it; whoever may see the post may fetch it.
alter table media_holders drop constraint media_holders_holder_kind_check;
alter table media_holders add constraint media_holders_holder_kind_check
  check (holder_kind in ('message', 'profile', 'conversation', 'sticker', 'post'));

-- Stories, which live for a day. A story and who has seen it live at its owner's home.

create table stories (
  owner_id uuid not null references users on delete cascade,
  id uuid not null,
  -- Null once it is over and has let go of its file.
  media_id uuid,
  caption text,
  visibility text not null check (visibility in ('public', 'followers', 'friends')),
  client_id text,
  created_at timestamptz(3) not null,
  -- Nobody finds it from then on, whatever is left of it. One that is deleted is over from its beginning.
  expires_at timestamptz(3) not null,
  primary key (owner_id, id)
);
-- A look-up by a bare id yields the owner for all that follows.
create unique index stories_by_id on stories (id, owner_id);
create unique index stories_by_client_id on stories (owner_id, client_id) where client_id is not null;
create index stories_by_expiry on stories (expires_at);

create table story_views (
  owner_id uuid not null,
  story_id uuid not null,
  viewer_id uuid not null,
  viewed_at timestamptz(3) not null,
  primary key (owner_id, story_id, viewer_id),
  foreign key (owner_id, story_id) references stories on delete cascade
);
create index story_views_by_time on story_views (owner_id, story_id, viewed_at, viewer_id);
-- For the removal of a person.
create index story_views_by_viewer on story_views (viewer_id, owner_id, story_id);

-- Posts and stories hold files too.
alter table media_holders drop constraint media_holders_holder_kind_check;
alter table media_holders add constraint media_holders_holder_kind_check
  check (holder_kind in ('message', 'profile', 'conversation', 'sticker', 'post', 'story'));

-- The story that a message answers. An id, not a reference: the message outlives it.
alter table messages add column story_id uuid;

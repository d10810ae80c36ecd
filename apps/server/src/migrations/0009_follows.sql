-- Who follows whom, and who is muted. Each row belongs to the person of its first column: a follow has two,
-- one at the follower's and one at the followed person's home; they come, change and go together.

create table followings (
  user_id uuid not null references users on delete cascade,
  followed_id uuid not null,
  -- `requested`: the followed person's account is private, and they have not answered yet.
  status text not null check (status in ('requested', 'accepted')),
  -- Since when it has this status.
  since timestamptz(3) not null,
  -- Whether it is in both people's counters: not while requested, nor while one of them is hidden.
  is_counted boolean not null,
  -- With the status: a look whether one follows another then never goes by the index below, which would read
  -- all whom they follow.
  primary key (user_id, followed_id) include (status),
  check (user_id <> followed_id)
);
create index followings_by_status on followings (user_id, status, since, followed_id);

create table followers (
  user_id uuid not null references users on delete cascade,
  follower_id uuid not null,
  status text not null check (status in ('requested', 'accepted')),
  since timestamptz(3) not null,
  primary key (user_id, follower_id) include (status),
  check (user_id <> follower_id)
);
create index followers_by_status on followers (user_id, status, since, follower_id);

create table mutes (
  user_id uuid not null references users on delete cascade,
  muted_id uuid not null,
  created_at timestamptz(3) not null,
  primary key (user_id, muted_id),
  check (user_id <> muted_id)
);
create index mutes_by_time on mutes (user_id, created_at, muted_id);
-- For the removal of a person.
create index mutes_by_muted on mutes (muted_id, user_id);

-- Who sees when a person was last here, and whether they are here now.
alter table users add column last_seen_visibility text not null default 'everyone'
  check (last_seen_visibility in ('everyone', 'followers', 'friends', 'nobody'));

-- Set when a private account becomes public, until all who wait to follow it are accepted: at once or by a job.
alter table users add column accepts_waiting boolean not null default false;
create index users_accepting on users (id) where accepts_waiting;

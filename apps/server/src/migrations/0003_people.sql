-- Who is friends with whom, and who blocked whom: each row belongs to the person of its first column.

-- Two rows a friendship or request, one for each side; they come, change and go together. Times are in
-- milliseconds, as clients see them, so that a cursor tells one row from the next.
create table friendships (
  user_id uuid not null references users on delete cascade,
  friend_id uuid not null references users on delete cascade,
  -- `sent`: I asked; `received`: they asked; `accepted`: friends.
  status text not null check (status in ('sent', 'received', 'accepted')),
  -- When they were asked.
  created_at timestamptz(3) not null default now(),
  -- Since when it has this status.
  since timestamptz(3) not null default now(),
  primary key (user_id, friend_id),
  check (user_id <> friend_id)
);
create index friendships_by_status on friendships (user_id, status, since, friend_id);
-- For the removal of a person.
create index friendships_by_friend on friendships (friend_id, user_id);

create table blocks (
  user_id uuid not null references users on delete cascade,
  blocked_id uuid not null references users on delete cascade,
  created_at timestamptz(3) not null default now(),
  primary key (user_id, blocked_id),
  check (user_id <> blocked_id)
);
create index blocks_by_blocked on blocks (blocked_id, user_id);
create index blocks_by_time on blocks (user_id, created_at, blocked_id);

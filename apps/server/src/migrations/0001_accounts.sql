-- People, their sessions, and what moderators did. `users` is shared; the rest belongs to a person.

create table users (
  id uuid primary key,
  username text not null,
  email text not null,
  phone text,
  password_hash text not null,
  display_name text not null,
  name text,
  family text,
  biography text,
  photo_media_id uuid,
  links jsonb not null default '[]',
  is_private boolean not null default false,
  settings jsonb not null default '{}',
  role text not null default 'user' check (role in ('user', 'moderator', 'admin')),
  state text not null default 'active' check (state in ('active', 'not_active', 'deleted')),
  deactivated_at timestamptz(3),
  email_verified_at timestamptz(3),
  follower_count bigint not null default 0,
  following_count bigint not null default 0,
  post_count bigint not null default 0,
  last_seen_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);
-- Both are stored in lower case.
create unique index users_username on users (username text_pattern_ops);
create unique index users_email on users (email);
-- For the moderators' list: the few that are not like most.
create index users_staff on users (role, id) where role <> 'user';
create index users_not_active on users (state, id) where state <> 'active';

create table sessions (
  user_id uuid not null references users on delete cascade,
  id uuid not null,
  user_agent text,
  address text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  primary key (user_id, id)
);
create index sessions_by_expiry on sessions (expires_at);

-- Every refresh token that a session had: a used one that comes again ends the session.
create table refresh_tokens (
  user_id uuid not null,
  session_id uuid not null,
  token_hash bytea not null,
  used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (user_id, session_id, token_hash),
  foreign key (user_id, session_id) references sessions on delete cascade
);
create index refresh_tokens_by_use on refresh_tokens (used_at) where used_at is not null;

-- Tokens that travel by mail.
create table mail_tokens (
  user_id uuid not null references users on delete cascade,
  token_hash bytea not null,
  purpose text not null check (purpose in ('verify', 'reset')),
  expires_at timestamptz(3) not null,
  primary key (user_id, token_hash)
);
create index mail_tokens_by_expiry on mail_tokens (expires_at);

-- Read by id: ids are made in the order of time.
create table audit_log (
  id uuid primary key,
  actor_id uuid references users on delete set null,
  act text not null,
  subject_id uuid not null references users on delete cascade,
  was text not null,
  became text not null,
  created_at timestamptz(3) not null default now()
);
create index audit_log_by_actor on audit_log (actor_id);
create index audit_log_by_subject on audit_log (subject_id);

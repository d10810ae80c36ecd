-- What others did that concerns a person; at that person's home.

-- One line of the list: the same kind of act on the same subject. Those who act later join it.
create table notifications (
  user_id uuid not null references users on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('follow', 'follow_request', 'follow_accepted', 'friend_request',
    'friend_accepted', 'like', 'comment', 'reply', 'mention', 'tag', 'repost', 'quote')),
  -- What makes acts one line: the post or comment they are about, or the day.
  subject text not null,
  -- The post and the comment it is about: it goes with them.
  post_id uuid,
  comment_id uuid,
  -- Different people in it, of those acts that are counted.
  actor_count int not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  read_at timestamptz(3),
  primary key (user_id, id)
);
create unique index notifications_by_subject on notifications (user_id, kind, subject);
create index notifications_by_time on notifications (user_id, updated_at, id);
create index notifications_unread on notifications (user_id, updated_at) where read_at is null;
create index notifications_by_post on notifications (post_id) where post_id is not null;
create index notifications_by_comment on notifications (comment_id) where comment_id is not null;
create index notifications_by_age on notifications (updated_at);

-- The acts in it. `act` is the same for the same act done again: it tells nobody twice.
create table notification_acts (
  user_id uuid not null,
  kind text not null,
  act text not null,
  notification_id uuid not null,
  actor_id uuid not null,
  -- What the actor wrote: the act goes with it.
  post_id uuid,
  comment_id uuid,
  created_at timestamptz(3) not null,
  -- Not while the actor is hidden from all.
  is_counted boolean not null default true,
  primary key (user_id, kind, act),
  foreign key (user_id, notification_id) references notifications on delete cascade
);
create index notification_acts_by_time on notification_acts (user_id, notification_id, created_at);
create index notification_acts_by_actor on notification_acts (user_id, notification_id, actor_id);
-- For hiding and erasing a person, and for deleting what they wrote, over all homes.
create index notification_acts_of_actor on notification_acts (actor_id, user_id, notification_id);
create index notification_acts_by_post on notification_acts (post_id) where post_id is not null;
create index notification_acts_by_comment on notification_acts (comment_id) where comment_id is not null;

-- Of what somebody does not want to be told; no row: of everything.
create table notification_settings (
  user_id uuid primary key references users on delete cascade,
  kinds_off text[] not null
);

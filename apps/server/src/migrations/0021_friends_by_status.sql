-- With the status, as it is with whom one follows: a look whether two are friends then never goes by the index by
-- status, which would read all friends of the one.
alter table friendships
  drop constraint friendships_pkey,
  add primary key (user_id, friend_id) include (status);

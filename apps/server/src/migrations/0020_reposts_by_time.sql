-- For feeds: the newest reposts of all, among which are those of whom one follows.
create index reposts_by_time on reposts (id, user_id);

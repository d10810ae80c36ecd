-- Rises whenever somebody is hidden from all or comes back: a moderator's decision, or their own.
alter table users add column hiding_version bigint not null default 0;
-- Up to which of these what they did has left the counters of others, or is back in them: at once, or by a job.
alter table users add column counted_version bigint not null default 0;
create index users_to_recount on users (id) where counted_version <> hiding_version;

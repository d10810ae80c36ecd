-- Files. A row belongs to the person who uploaded it; the bytes are in the storage.

create table media (
  -- No foreign key: what others still hold (a forwarded picture) outlives the account it came from.
  owner_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('IMAGE', 'VIDEO', 'STICKER')),
  -- `storing` until all variants are in the storage; `deleting` until they are gone from it.
  state text not null check (state in ('storing', 'ready', 'deleting')),
  mime_type text not null,
  size_bytes bigint not null,
  width int not null,
  height int not null,
  duration_seconds double precision,
  thumbhash text,
  -- name → { mimeType, sizeBytes, width, height }
  variants jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  -- When the sweep looks at it: not yet stored, not yet held or not yet deleted by then, it goes.
  sweep_at timestamptz(3),
  primary key (owner_id, id)
);
-- A look-up by a bare id yields the owner for all that follows.
create unique index media_by_id on media (id, owner_id);
create index media_to_sweep on media (sweep_at) where sweep_at is not null;

-- What keeps a file: a message, a profile, a group's picture, the sticker shelf. It goes with its last holder.
create table media_holders (
  owner_id uuid not null,
  media_id uuid not null,
  holder_kind text not null check (holder_kind in ('message', 'profile', 'conversation', 'sticker')),
  -- The message, the person, the conversation, or (a sticker) the file itself.
  holder_id uuid not null,
  -- Of a message and of a conversation: whose members may fetch it.
  conversation_id uuid,
  primary key (owner_id, media_id, holder_kind, holder_id),
  foreign key (owner_id, media_id) references media
);
create index media_holders_by_conversation on media_holders (conversation_id, media_id)
  where conversation_id is not null;
-- Ids are made in the order of time, so this is the shelf, newest first.
create index media_holders_on_shelf on media_holders (media_id desc) where holder_kind = 'sticker';

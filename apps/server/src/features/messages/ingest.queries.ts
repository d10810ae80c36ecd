import type { ConversationId, MediaId, MessageId, StoryId, UserId } from '@xom/contract/fields';
import type { MessageType } from '@xom/contract/message-shape';
import type { Pool } from 'pg';
import { type Handle, namesOf } from './mentions.ts';

/** A message on its way into the database. */
export interface Draft {
  id: MessageId;
  conversationId: ConversationId;
  senderId: UserId;
  type: MessageType;
  content: string | null;
  mediaId: MediaId | null;
  replyTo: MessageId | null;
  /** The story that it answers. */
  storyId: StoryId | null;
  forwardedFrom: MessageId | null;
  clientId: string | null;
  /** Whom the content may name. */
  handles: readonly Handle[];
}

export type Refusal = 'not_found' | 'not_a_member' | 'blocked' | 'media_gone' | 'reply_gone';

/** What became of a draft: stored under these numbers, stored before, or refused. */
export type Verdict =
  | {
      kind: 'stored';
      seq: number;
      senderOrdinal: number;
      version: number;
      expiresAt: Date | null;
      /** Null: nobody. */
      mentions: UserId[] | null;
    }
  | { kind: 'duplicate'; seq: number }
  | { kind: 'refused'; refusal: Refusal };

interface VerdictRow {
  verdict: Refusal | 'duplicate' | 'stored';
  seq: number | null;
  sender_ordinal: number | null;
  version: number | null;
  expires_at: Date | null;
  mentions: UserId[] | null;
}

/**
 * Stores many messages of many conversations in one statement, which is one transaction: all that is
 * checked is checked in it. The conversations' rows are locked in the order of their ids; under their locks
 * a membership is looked at again (a row removed meanwhile does not come back from `for update`), and
 * `seq`, `version` and the sender's count move. A file is locked against its removal, and held. Members of
 * a group whom a text names are mentioned; of the names that one handle may mean, the longest counts.
 *
 * The drafts come as JSON because of the plan, which is made once for batches of all sizes: PostgreSQL takes such a
 * list for 100 rows, and hashes where it joins one step with another. It takes arrays for 10, and what a condition
 * leaves for 1: then it compares everything with everything, so what is judged carries all that comes after. The
 * conversations are looked up by an array all the same: for 100 of them it would read a table of thousands whole.
 *
 * Most batches hold no file and name nobody. What they do not need is left out: it would cost a message that goes
 * alone a fifth of its time.
 */
const ingestStatement = (files: typeof withFiles, names: typeof withNames): string => `
with input as materialized (
  select * from rows from (
    json_to_recordset($1::json) as (
      id uuid, conversation_id uuid, sender_id uuid, type text, content text, media_id uuid, reply_to uuid,
      forwarded_from uuid, client_id text, story_id uuid
    )
  ) with ordinality as t (
    id, conversation_id, sender_id, type, content, media_id, reply_to, forwarded_from, client_id, story_id,
    position
  )
),
conversation as materialized (
  select id, is_group, last_seq, version, disappear_after_seconds from conversations
  where id = any(array(select distinct conversation_id from input)) and deleted_at is null order by id for update
),
member as materialized (
  select m.conversation_id, m.user_id, m.sent_count
  from conversation_members m
  where (m.conversation_id, m.user_id) in (
    select i.conversation_id, i.sender_id from input i join conversation c on c.id = i.conversation_id
  ) for update
),
-- As a list, which the planner takes for ten: one row, as it takes the rows, it would look through for each draft.
members as materialized (
  select array_agg(conversation_id) as conversation_ids, array_agg(user_id) as user_ids,
    array_agg(sent_count) as sent_counts
  from member
),
${files.found}
judged as materialized (
  select i.*, d.seq as duplicate_seq, ${files.ownerId} as media_owner_id,
    c.last_seq, c.version, c.disappear_after_seconds, m.sent_count,
    case
      when c.id is null then 'not_found'
      when m.user_id is null then 'not_a_member'
      when d.seq is not null then 'duplicate'
      when not c.is_group and exists (
        select from conversation_members o join blocks b on b.user_id = o.user_id and b.blocked_id = i.sender_id
        where o.conversation_id = c.id
        union all
        select from conversation_members o join blocks b on b.user_id = i.sender_id and b.blocked_id = o.user_id
        where o.conversation_id = c.id
        union all
        -- Who left a direct conversation is erased.
        select from conversation_departures d where d.conversation_id = c.id
      ) then 'blocked'
      ${files.refused}
      -- Not "exists", for which a small table would be read whole.
      when i.reply_to is not null and (
        select r.seq from messages r where r.id = i.reply_to and r.conversation_id = i.conversation_id
      ) is null then 'reply_gone'
      else 'stored'
    end as verdict
  from input i
  left join conversation c on c.id = i.conversation_id
  left join unnest(
    (select conversation_ids from members), (select user_ids from members), (select sent_counts from members)
  ) as m(conversation_id, user_id, sent_count) on m.conversation_id = i.conversation_id and m.user_id = i.sender_id
  ${files.joined}
  -- With a limit it is looked up for each draft, and the table not read whole while it is small.
  left join lateral (
    select d.seq from messages d
    -- "is not distinct from" finds no index, so that messages_by_client_id is the one that serves.
    where d.conversation_id = i.conversation_id and d.client_id = i.client_id
      and d.sender_id is not distinct from i.sender_id
    limit 1
  ) d on true
),
${names.found}
fresh as materialized (
  select j.*, ${names.userIds} as mentions,
    j.last_seq + row_number() over (partition by j.conversation_id order by j.position) as seq,
    j.version + row_number() over (partition by j.conversation_id order by j.position) as new_version,
    j.sent_count + row_number() over (partition by j.conversation_id, j.sender_id order by j.position)
      as sender_ordinal,
    $2::timestamptz + j.disappear_after_seconds * interval '1 second' as expires_at
  from judged j
  ${names.joined}
  where j.verdict = 'stored'
),
inserted as (
  insert into messages (
    conversation_id, seq, id, sender_id, sender_ordinal, type, content, media_id, reply_to,
    forwarded_from, forwarded_at, client_id, version, created_at, updated_at, expires_at, mentions,
    story_id
  )
  select conversation_id, seq, id, sender_id, sender_ordinal, type, content, media_id, reply_to,
    forwarded_from, case when forwarded_from is not null then $2::timestamptz end, client_id, new_version, $2, $2,
    expires_at, mentions, story_id
  from fresh
),
${names.stored}
${files.stored}
moved as (
  update conversations c
  set last_seq = c.last_seq + f.count, version = c.version + f.count, last_message_at = $2
  from (select conversation_id, count(*) from fresh group by conversation_id) f
  where c.id = f.conversation_id
),
counted as (
  update conversation_members m set sent_count = m.sent_count + f.count
  from (select conversation_id, sender_id, count(*) from fresh group by conversation_id, sender_id) f
  where m.conversation_id = f.conversation_id and m.user_id = f.sender_id
)
select j.verdict, coalesce(n.seq, j.duplicate_seq) as seq, n.sender_ordinal, n.new_version as version, n.expires_at,
  n.mentions
from judged j left join fresh n on n.position = j.position
order by j.position`;

const withFiles = {
  // By way of the locked conversations, so that files are always locked after them, as a recall does.
  found: `file as materialized (
    select id, owner_id from media
    where state = 'ready' and id in (
      select i.media_id from input i join conversation c on c.id = i.conversation_id
      where i.media_id is not null
    ) order by id for key share
  ),`,
  ownerId: 'f.owner_id',
  refused: `when i.media_id is not null and f.id is null then 'media_gone'`,
  joined: 'left join file f on f.id = i.media_id',
  stored: `held as (
    insert into media_holders (owner_id, media_id, holder_kind, holder_id, conversation_id)
    select media_owner_id, media_id, 'message', id, conversation_id from fresh where media_id is not null
  ),`,
};
const withoutFiles = { found: '', ownerId: 'null::uuid', refused: '', joined: '', stored: '' };

const withNames = {
  found: `mentioned as materialized (
    select position, array_agg(distinct user_id) as user_ids
    from (
      select distinct on (n.position, n.handle) n.position, u.id as user_id
      from unnest($3::int[], $4::int[], $5::text[]) as n(position, handle, name)
      join judged j on j.position = n.position and j.verdict = 'stored'
      join conversation c on c.id = j.conversation_id and c.is_group
      join users u on u.username = n.name and u.id <> j.sender_id
      join conversation_members m on m.conversation_id = j.conversation_id and m.user_id = u.id
      order by n.position, n.handle, length(n.name) desc
    ) named
    group by position
  ),`,
  userIds: 'n.user_ids',
  joined: 'left join mentioned n on n.position = j.position',
  stored: `marked as (
    insert into message_mentions (conversation_id, user_id, message_seq)
    select conversation_id, unnest(mentions), seq from fresh where mentions is not null
  ),`,
};
const withoutNames = { found: '', userIds: 'null::uuid[]', joined: '', stored: '' };

let stored = 0;

/**
 * PostgreSQL keeps the plan of a named statement: one made for small tables would go on reading them whole
 * when they have grown. So it is planned anew each time that this process has stored eight times as much.
 */
function statementFor({ files, names }: { files: boolean; names: boolean }) {
  const epoch = Math.floor(Math.log2(stored + 1) / 3);
  return {
    name: `ingest${files ? ' files' : ''}${names ? ' names' : ''} ${epoch}`,
    text: ingestStatement(files ? withFiles : withoutFiles, names ? withNames : withoutNames),
  };
}

/**
 * Stores a batch, all or nothing; verdicts come in the order of the drafts. Two drafts of one sender,
 * conversation and clientId must not be in one batch.
 * @throws on a unique violation when another process stored one of these clientIds at the same moment:
 *   nothing was stored then, and a second try sees it
 */
export async function ingestBatch(
  pool: Pick<Pool, 'query'>,
  drafts: readonly Draft[],
  at: Date,
): Promise<Verdict[]> {
  const named = namesOf(drafts.map((draft) => draft.handles));
  const hasNames = named.names.length > 0;
  const { rows } = await pool.query<VerdictRow>({
    ...statementFor({ files: drafts.some(({ mediaId }) => mediaId !== null), names: hasNames }),
    values: [
      JSON.stringify(drafts.map(inputOf)),
      at,
      ...(hasNames ? [named.texts, named.handles, named.names] : []),
    ],
  });
  stored += drafts.length;
  return rows.map(verdictOf);
}

/** A lone half of a character, which JSON could not carry, becomes a mark of replacement, as in any other text. */
function inputOf(draft: Draft): object {
  return {
    id: draft.id,
    conversation_id: draft.conversationId,
    sender_id: draft.senderId,
    type: draft.type,
    content: draft.content?.toWellFormed(),
    media_id: draft.mediaId,
    reply_to: draft.replyTo,
    forwarded_from: draft.forwardedFrom,
    client_id: draft.clientId?.toWellFormed(),
    story_id: draft.storyId,
  };
}

function verdictOf(row: VerdictRow): Verdict {
  const { verdict, seq, sender_ordinal: senderOrdinal, version, mentions } = row;
  if (verdict !== 'stored' && verdict !== 'duplicate') return { kind: 'refused', refusal: verdict };
  if (seq === null) throw new Error('the ingest statement answered without a seq');
  if (verdict === 'duplicate') return { kind: 'duplicate', seq };
  if (senderOrdinal === null || version === null)
    throw new Error('the ingest statement lost a number');
  const expiresAt = row.expires_at;
  return { kind: 'stored', seq, senderOrdinal, version, expiresAt, mentions };
}

/** What a batch holds: the statement does no more than it needs. */
export interface IngestKind {
  /** All is for one conversation. */
  readonly isOfOne: boolean;
  readonly hasFiles: boolean;
  /** Some content may name somebody. */
  readonly hasNames: boolean;
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
 * Most batches hold no file and name nobody, and on a calm server all is for one conversation. What they do not need
 * is left out: it would cost a message that goes alone a third of its time.
 *
 * Parameters: the drafts as JSON, and the time; of one conversation its id, and whose the drafts are; with names three
 * lists: in which draft (from 1), which handle of it, and a name that it may mean.
 */
export function ingestStatement(kind: IngestKind): string {
  return statement(
    kind.isOfOne ? ofOne : ofMany,
    kind.hasFiles ? withFiles : withoutFiles,
    kind.hasNames ? withNames(kind.isOfOne ? 5 : 3) : withoutNames,
  );
}

const statement = (
  of: typeof ofMany,
  files: typeof withFiles,
  names: typeof withoutNames,
): string => `
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
  where id ${of.ids} and deleted_at is null order by id for update
),
${of.members}
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
  ${of.joined}
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
    j.last_seq + row_number() over ${of.numbered} as seq,
    j.version + row_number() over ${of.numbered} as new_version,
    j.sent_count + row_number() over (partition by ${of.home}j.sender_id order by j.position)
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
${of.moved}
select j.verdict, coalesce(n.seq, j.duplicate_seq) as seq, n.sender_ordinal, n.new_version as version, n.expires_at,
  n.mentions
from judged j left join fresh n on n.position = j.position
order by j.position`;

const ofMany = {
  ids: '= any(array(select distinct conversation_id from input))',
  members: `member as materialized (
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
),`,
  joined: `left join conversation c on c.id = i.conversation_id
  left join unnest(
    (select conversation_ids from members), (select user_ids from members), (select sent_counts from members)
  ) as m(conversation_id, user_id, sent_count) on m.conversation_id = i.conversation_id and m.user_id = i.sender_id`,
  numbered: '(partition by j.conversation_id order by j.position)',
  home: 'j.conversation_id, ',
  moved: `moved as (
  update conversations c
  set last_seq = c.last_seq + f.count, version = c.version + f.count, last_message_at = $2
  from (select conversation_id, count(*) from fresh group by conversation_id) f
  where c.id = f.conversation_id
),
counted as (
  update conversation_members m set sent_count = m.sent_count + f.count
  from (select conversation_id, sender_id, count(*) from fresh group by conversation_id, sender_id) f
  where m.conversation_id = f.conversation_id and m.user_id = f.sender_id
)`,
};

const ofOne: typeof ofMany = {
  ids: '= $3::uuid',
  members: `member as materialized (
  select m.user_id, m.sent_count from conversation_members m
  where m.conversation_id = (select id from conversation) and m.user_id = any($4::uuid[]) for update
),`,
  joined: `left join conversation c on true
  left join member m on m.user_id = i.sender_id`,
  numbered: '(order by j.position)',
  home: '',
  moved: `moved as (
  update conversations c
  set last_seq = c.last_seq + f.count, version = c.version + f.count, last_message_at = $2
  from (select count(*) from fresh) f
  where c.id = $3::uuid and f.count > 0
),
counted as (
  update conversation_members m set sent_count = m.sent_count + f.count
  from (select sender_id, count(*) from fresh group by sender_id) f
  -- Its members may be many: found by whose the drafts are.
  where m.conversation_id = $3::uuid and m.user_id = f.sender_id and m.user_id = any($4::uuid[])
)`,
};

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

/** @param first the number of the first of its three parameters */
const withNames = (first: number): typeof withoutNames => ({
  found: `mentioned as materialized (
    select position, array_agg(distinct user_id) as user_ids
    from (
      select distinct on (n.position, n.handle) n.position, u.id as user_id
      from unnest($${first}::int[], $${first + 1}::int[], $${first + 2}::text[]) as n(position, handle, name)
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
});
const withoutNames = { found: '', userIds: 'null::uuid[]', joined: '', stored: '' };

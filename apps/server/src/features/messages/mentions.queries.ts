import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { type Handle, namesOf } from './mentions.ts';

/** Whom of a group's members these handles name, but for the writer; in a direct conversation nobody. */
export async function findMentioned(
  queries: Queries,
  conversation: { id: ConversationId; is_group: boolean },
  writerId: UserId,
  handles: readonly Handle[],
): Promise<UserId[]> {
  if (!conversation.is_group || handles.length === 0) return [];
  const given = namesOf([handles]);
  const { rows } = await sql<{ id: UserId }>`
    select distinct id from (
      select distinct on (n.handle) u.id
      from unnest(${given.handles}::int[], ${given.names}::text[]) as n(handle, name)
      join users u on u.username = n.name
      join conversation_members m on m.conversation_id = ${conversation.id} and m.user_id = u.id
      where u.id <> ${writerId}
      order by n.handle, length(n.name) desc
    ) mentioned order by id`.execute(queries);
  return rows.map(({ id }) => id);
}

/** Sets whom a message mentions; the caller holds the conversation's lock, and writes them on its row. */
export async function replaceMentions(
  queries: Queries,
  message: { conversationId: ConversationId; seq: number },
  before: readonly UserId[],
  after: readonly UserId[],
): Promise<void> {
  const gone = before.filter((id) => !after.includes(id));
  if (gone.length > 0) {
    await queries
      .deleteFrom('message_mentions')
      .where('conversation_id', '=', message.conversationId)
      .where('user_id', 'in', gone)
      .where('message_seq', '=', message.seq)
      .execute();
  }
  const added = after.filter((id) => !before.includes(id));
  if (added.length === 0) return;
  await queries
    .insertInto('message_mentions')
    .values(
      added.map((id) => ({
        conversation_id: message.conversationId,
        user_id: id,
        message_seq: message.seq,
      })),
    )
    .execute();
}

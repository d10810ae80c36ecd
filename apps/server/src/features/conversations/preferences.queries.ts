import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MemberRow } from './conversations.tables.ts';

/** What a member alone sees of a conversation. */
export type PreferenceRow = Pick<MemberRow, 'is_muted' | 'is_pinned' | 'is_archived' | 'draft'>;

/** "xom" and a number of our own: advisory locks on the pins of one person. */
const pinsLock = 0x786f6d02;

/** Lets one person pin one conversation at a time: their rows lie in many homes, under many locks. */
export async function lockPins(queries: Queries, userId: UserId): Promise<void> {
  await sql`select pg_advisory_xact_lock(${pinsLock}, hashtext(${userId}))`.execute(queries);
}

/** How many conversations a person has pinned. Bounded, as these are. */
export async function countPinned(queries: Queries, userId: UserId): Promise<number> {
  const { count } = await queries
    .selectFrom('conversation_members')
    .where('user_id', '=', userId)
    .where('is_pinned', '=', true)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** The caller holds the conversation's lock, and has moved its `version`. */
export async function writePreferences(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  preferences: PreferenceRow,
): Promise<void> {
  await queries
    .updateTable('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .set(preferences)
    .execute();
}

import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import { newId } from '../../platform/identifiers.ts';
import type { Queries } from '../../tables.ts';
import type { Removal } from './moderation.policy.ts';
import { findRole, insertAudit } from './moderation.queries.ts';

/**
 * Whether somebody may remove what others made: moderators and admins. Looked up anew, as a caller's role may
 * be older than what they may; it stays while the caller's transaction holds their row.
 */
export async function keepsOrder(queries: Queries, userId: UserId): Promise<boolean> {
  const role = await findRole(queries, userId);
  return role !== null && role !== 'user';
}

/** Notes in the log of moderation that something of another was removed, in the removal's transaction. */
export async function noteRemoval(
  queries: Queries,
  removed: { actorId: UserId; act: Removal; authorId: UserId; id: PostId | CommentId },
): Promise<void> {
  const { actorId, act, authorId, id } = removed;
  const row = { actorId, act, subjectId: authorId, was: id, became: 'deleted' };
  await insertAudit(queries, { id: newId(), ...row });
}

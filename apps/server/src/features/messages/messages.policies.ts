import type { MessageId, UserId } from '@xom/contract/fields';
import type { Policy } from '../../platform/dispatch.ts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { requireGroupAdmin } from '../conversations/conversations.policies.ts';
import { findPlace, type Placed } from './messages.queries.ts';

type Names = 'messageMember' | 'messageSender' | 'messageSenderOrGroupAdmin';

/** The policies of operations that name a message. */
export function messagePolicies(queries: Queries): Record<Names, Policy> {
  const place = async (userId: UserId, messageId: MessageId | undefined) => {
    if (!messageId) throw new Error('the operation has no messageId');
    return requirePlace(queries, messageId, userId);
  };
  return {
    messageMember: async (caller, input) => void (await place(caller.userId, input.messageId)),
    messageSender: async (caller, input) => {
      const { senderId } = await place(caller.userId, input.messageId);
      if (senderId !== caller.userId) throw new Failure('forbidden');
    },
    messageSenderOrGroupAdmin: async (caller, input) => {
      const { senderId, isGroup, role } = await place(caller.userId, input.messageId);
      if (senderId === caller.userId) return;
      if (!isGroup) throw new Failure('forbidden');
      requireGroupAdmin(role);
    },
  };
}

/** @throws Failure `not_found` | `not_a_member` */
async function requirePlace(
  queries: Queries,
  messageId: MessageId,
  userId: UserId,
): Promise<Placed & { role: NonNullable<Placed['role']> }> {
  const place = await findPlace(queries, messageId, userId);
  if (!place) throw new Failure('not_found');
  if (!place.role) throw new Failure('not_a_member');
  return { ...place, role: place.role };
}

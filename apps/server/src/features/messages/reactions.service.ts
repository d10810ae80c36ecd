import type { MessageId, UserId } from '@xom/contract/fields';
import type { Message, Reaction } from '@xom/contract/message-shape';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Queries } from '../../tables.ts';
import { advanceVersion } from '../conversations/conversations.queries.ts';
import {
  type LockedMessage,
  type MessageChanges,
  requireVisible,
  requireWritable,
} from './message-changes.ts';
import type { MessageRow } from './message-view.ts';
import type { MessageChange } from './messages.events.ts';
import {
  deleteReaction,
  insertReaction,
  listFirstReactors,
  listOwnReactions,
  type ReactionRow,
  writeReactions,
} from './reactions.queries.ts';

const maxEmojiPerPerson = 20;
const maxEmojiPerMessage = 50;
export const namedReactors = 50;

/** Reacting to messages. The sum of a message's reactions is on its row, so that reading costs nothing more. */
export class ReactionService {
  readonly #changes: MessageChanges;

  constructor(changes: MessageChanges) {
    this.#changes = changes;
  }

  /**
   * Reacts with an emoji; the same again changes and tells nothing.
   * @throws Failure `not_found` | `not_a_member` | `blocked` | `conflict` (recalled, or too many)
   */
  async react(callerId: UserId, messageId: MessageId, emoji: string): Promise<Message> {
    return this.#changes.apply(callerId, messageId, async (queries, locked) => {
      await requireWritable(queries, locked, callerId);
      const own = await listOwnReactions(queries, locked.place, callerId);
      if (own.some((reaction) => reaction.emoji === emoji)) return null;
      const before = locked.message.reactions ?? [];
      requireRoom(own, before, emoji);
      const reaction = {
        id: newId<ReactionRow['id']>(),
        userId: callerId,
        emoji,
        createdAt: new Date(),
      };
      await insertReaction(queries, locked.place, reaction);
      return record(queries, locked, withReaction(before, reaction), reaction, false);
    });
  }

  /**
   * Takes a reaction back; where there is none, nothing changes.
   * @throws Failure `not_found` | `not_a_member`
   */
  async unreact(callerId: UserId, messageId: MessageId, emoji: string): Promise<Message> {
    return this.#changes.apply(callerId, messageId, async (queries, locked) => {
      await requireVisible(queries, locked, callerId);
      const own = await listOwnReactions(queries, locked.place, callerId);
      const reaction = own.find((one) => one.emoji === emoji);
      if (!reaction) return null;
      await deleteReaction(queries, locked.place, reaction);
      const after = await withoutReaction(queries, locked, reaction);
      return record(queries, locked, after, reaction, true);
    });
  }
}

/** @throws Failure `conflict` when one more would be too many */
function requireRoom(own: readonly ReactionRow[], all: readonly Reaction[], emoji: string): void {
  if (own.length >= maxEmojiPerPerson) {
    throw new Failure('conflict', { emoji: `is one more than ${maxEmojiPerPerson} of one person` });
  }
  if (all.length >= maxEmojiPerMessage && !all.some((one) => one.emoji === emoji)) {
    throw new Failure('conflict', { emoji: `is one more than ${maxEmojiPerMessage} on a message` });
  }
}

function withReaction(all: readonly Reaction[], { emoji, userId }: ReactionRow): Reaction[] {
  if (!all.some((one) => one.emoji === emoji)) {
    return [...all, { emoji, count: 1, userIds: [userId] }];
  }
  return all.map((one) => {
    if (one.emoji !== emoji) return one;
    const userIds = one.userIds.length < namedReactors ? [...one.userIds, userId] : one.userIds;
    return { emoji, count: one.count + 1, userIds };
  });
}

/** Where one of the named goes, the next in age moves up. */
async function withoutReaction(
  queries: Queries,
  { message, place }: LockedMessage,
  { emoji, userId }: ReactionRow,
): Promise<Reaction[]> {
  const all = message.reactions ?? [];
  const standing = all.find((one) => one.emoji === emoji);
  if (!standing || standing.count === 1) return all.filter((one) => one.emoji !== emoji);
  const userIds =
    standing.count <= namedReactors
      ? standing.userIds.filter((id) => id !== userId)
      : await listFirstReactors(queries, place, emoji, namedReactors);
  const left = { emoji, count: standing.count - 1, userIds };
  return all.map((one) => (one === standing ? left : one));
}

async function record(
  queries: Queries,
  { conversation, place }: LockedMessage,
  reactions: readonly Reaction[],
  { createdAt, ...reaction }: ReactionRow,
  isRemoved: boolean,
): Promise<{ row: MessageRow; tells: MessageChange }> {
  const { version } = await advanceVersion(queries, conversation.id);
  const row = await writeReactions(queries, place, reactions, { at: new Date(), version });
  const told = { ...reaction, createdAt: createdAt.toISOString(), isRemoved };
  return { row, tells: { change: 'reacted', reaction: told } };
}

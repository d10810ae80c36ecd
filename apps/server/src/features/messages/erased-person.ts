import { ConversationId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { PersonStep } from '../../person-steps.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import { advanceVersion, lockConversation } from '../conversations/conversations.queries.ts';
import type { ConversationRow } from '../conversations/conversations.tables.ts';
import {
  deleteSomeMentions,
  deleteSomeReactions,
  emptyMessages,
  findMentionedIn,
  findNextWritten,
  findReactedIn,
  listWritten,
  type MessagePlace,
  renewRepliesTo,
  sumReactions,
  withoutMention,
} from './erased-person.queries.ts';
import type { MessagePresenter } from './message-presenter.ts';
import type { MessageRow } from './message-view.ts';
import type { MessageFiles } from './messages.service.ts';
import { namedReactors } from './reactions.service.ts';

/** Small enough that no conversation is locked for long. */
const maxMessages = 250;

interface Parts {
  database: Database;
  bus: DomainBus;
  files: Pick<MessageFiles, 'release'>;
  presenter: Pick<MessagePresenter, 'told'>;
}

/**
 * Empties what an erased person wrote, as if it were recalled: it keeps its place, and sync brings that it is
 * empty. Files that no other message holds go.
 */
export function emptyWritten(parts: Parts): PersonStep {
  return async (queries, userId, part) => {
    const limit = Math.min(part.limit, maxMessages);
    const place = await findNextWritten(queries, userId, readPlace(part.after));
    if (!place) return { count: 0, next: null };
    const conversation = await lockConversation(queries, place.conversationId);
    // Deleted in the meantime, with all that was in it.
    if (!conversation) return { count: 0, next: writePlace(place) };
    const written = await listWritten(queries, userId, place, limit);
    const emptied = await empty(queries, conversation, written, parts);
    const last = written.at(-1);
    return {
      count: written.length,
      next: writePlace({ ...place, seq: last?.seq ?? place.seq }),
      told: async () => tellEmptied(parts, place.conversationId, emptied),
    };
  };
}

async function empty(
  queries: Queries,
  { id: conversationId, version }: ConversationRow,
  written: readonly MessageRow[],
  { files }: Parts,
): Promise<MessageRow[]> {
  await files.release(
    queries,
    ...written.flatMap(({ id: holderId, media_id: mediaId }) =>
      mediaId ? [{ mediaId, kind: 'message' as const, holderId }] : [],
    ),
  );
  const emptied = await emptyMessages(queries, conversationId, written, {
    version,
    at: new Date(),
  });
  const ids = emptied.map(({ id }) => id);
  const replies = await renewRepliesTo(queries, conversationId, ids, version + emptied.length);
  const count = emptied.length + replies;
  if (count > 0) await advanceVersion(queries, conversationId, { count });
  return emptied;
}

async function tellEmptied(
  { database, bus, presenter }: Parts,
  conversationId: ConversationId,
  emptied: readonly MessageRow[],
): Promise<void> {
  for (const told of await presenter.told(database, emptied)) {
    const event = { type: 'message.updated', ...told, change: 'recalled' } as const;
    bus.publish(roomTopic(conversationId), event);
  }
}

/** Takes an erased person's reactions away. Who is connected learns of it by the versions. */
export const deleteReactions: PersonStep = async (queries, userId, { limit }) => {
  const conversationId = await findReactedIn(queries, userId);
  if (!conversationId) return { count: 0, next: null };
  const conversation = await lockConversation(queries, conversationId);
  const { count, seqs } = await deleteSomeReactions(queries, conversationId, userId, limit);
  if (conversation && seqs.length > 0) {
    const { version } = conversation;
    await sumReactions(queries, conversationId, seqs, {
      version,
      at: new Date(),
      named: namedReactors,
    });
    await advanceVersion(queries, conversationId, { count: seqs.length });
  }
  return { count, next: 'more' };
};

/** Takes an erased person out of the mentions of others' messages. */
export const pullFromMentions: PersonStep = async (queries, userId, { limit }) => {
  const conversationId = await findMentionedIn(queries, userId);
  if (!conversationId) return { count: 0, next: null };
  const conversation = await lockConversation(queries, conversationId);
  if (!conversation) return { count: 0, next: 'more' };
  const seqs = await deleteSomeMentions(queries, conversationId, userId, limit);
  const { version } = conversation;
  await withoutMention(queries, conversationId, userId, { seqs, version });
  await advanceVersion(queries, conversationId, { count: seqs.length });
  return { count: seqs.length, next: 'more' };
};

const writePlace = ({ conversationId, seq }: MessagePlace): string => `${conversationId} ${seq}`;

function readPlace(after: string | null): MessagePlace | null {
  const [id, seq] = after?.split(' ') ?? [];
  return id && seq ? { conversationId: ConversationId.parse(id), seq: Number(seq) } : null;
}

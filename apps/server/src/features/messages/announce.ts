import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import type { Announce } from './ingest.ts';
import type { Draft, Verdict } from './ingest.queries.ts';
import type { MessagePresenter } from './message-presenter.ts';
import { type MessageRow, seenBy } from './message-view.ts';

type Stored = Extract<Verdict, { kind: 'stored' }>;

/**
 * Tells what a batch stored, in order, after its commit. Without a query, unless some of it answers other
 * messages: these are looked up only now, so that none which was recalled in the meantime is shown.
 */
export function announceStored(dependencies: {
  database: Database;
  bus: DomainBus;
  presenter: MessagePresenter;
}): Announce {
  const { database, bus, presenter } = dependencies;
  return async (outcomes) => {
    const rows = outcomes.flatMap(({ draft, verdict, at }) =>
      verdict.kind === 'stored' ? [rowOf(draft, verdict, at)] : [],
    );
    const told = await presenter.told(database, rows);
    const byId = new Map(told.map((one) => [one.message.id, one]));
    for (const row of rows) {
      const one = byId.get(row.id);
      if (!one) continue;
      const sentCount = row.sender_ordinal;
      bus.publish(roomTopic(row.conversation_id), { type: 'message.created', ...one, sentCount });
    }
    return outcomes.map(({ draft }) => {
      const one = byId.get(draft.id);
      return one ? seenBy(one, draft.senderId) : null;
    });
  };
}

/** The row that the database now holds for a draft. */
function rowOf(draft: Draft, stored: Stored, at: Date): MessageRow {
  return {
    conversation_id: draft.conversationId,
    seq: stored.seq,
    id: draft.id,
    sender_id: draft.senderId,
    sender_ordinal: stored.senderOrdinal,
    type: draft.type,
    content: draft.content,
    media_id: draft.mediaId,
    reply_to: draft.replyTo,
    story_id: draft.storyId,
    forwarded_from: draft.forwardedFrom,
    forwarded_at: draft.forwardedFrom ? at : null,
    client_id: draft.clientId,
    original_content: null,
    edited_at: null,
    recalled_at: null,
    recalled_by: null,
    reactions: null,
    mentions: stored.mentions,
    version: stored.version,
    created_at: at,
    updated_at: at,
    expires_at: stored.expiresAt,
  };
}

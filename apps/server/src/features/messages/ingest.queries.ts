import type { ConversationId, MediaId, MessageId, StoryId, UserId } from '@xom/contract/fields';
import type { MessageType } from '@xom/contract/message-shape';
import type { Pool } from 'pg';
import { type IngestKind, ingestStatement } from './ingest-statement.queries.ts';
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

let stored = 0;
/** By name: put together once. */
const statements = new Map<string, { name: string; text: string }>();

/**
 * PostgreSQL keeps the plan of a named statement: one made for small tables would go on reading them whole
 * when they have grown. So it is planned anew each time that this process has stored eight times as much.
 */
function statementFor(kind: IngestKind): { name: string; text: string } {
  const epoch = Math.floor(Math.log2(stored + 1) / 3);
  const { isOfOne, hasFiles, hasNames } = kind;
  const name = `ingest${isOfOne ? ' one' : ''}${hasFiles ? ' files' : ''}${hasNames ? ' names' : ''} ${epoch}`;
  const statement = statements.get(name) ?? { name, text: ingestStatement(kind) };
  statements.set(name, statement);
  return statement;
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
  const [first] = drafts;
  if (!first) return [];
  const { conversationId } = first;
  const named = namesOf(drafts.map((draft) => draft.handles));
  const kind = {
    isOfOne: drafts.every((draft) => draft.conversationId === conversationId),
    hasFiles: drafts.some(({ mediaId }) => mediaId !== null),
    hasNames: named.names.length > 0,
  };
  const { rows } = await pool.query<VerdictRow>({
    ...statementFor(kind),
    values: [
      JSON.stringify(drafts.map(inputOf)),
      at,
      ...(kind.isOfOne
        ? [conversationId, [...new Set(drafts.map(({ senderId }) => senderId))]]
        : []),
      ...(kind.hasNames ? [named.texts, named.handles, named.names] : []),
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
    client_id: draft.clientId?.toWellFormed(),
    // What is not there is left out: there is less to read.
    media_id: draft.mediaId ?? undefined,
    reply_to: draft.replyTo ?? undefined,
    forwarded_from: draft.forwardedFrom ?? undefined,
    story_id: draft.storyId ?? undefined,
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

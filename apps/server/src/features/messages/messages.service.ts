import type { ConversationId, MediaId, MessageId, UserId } from '@xom/contract/fields';
import type { Message, MessageType } from '@xom/contract/message-shape';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import { personOf } from '../conversations/conversation-presenter.ts';
import { findSeq } from '../conversations/reading.queries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { Ingest, Outcome } from './ingest.ts';
import type { Draft, Refusal } from './ingest.queries.ts';
import { type MessageRow, messageView } from './message-view.ts';
import { findMessage, findMessageBySeq, isHidden, listBefore } from './messages.queries.ts';

/** What messages need of the files. */
export interface MessageFiles {
  /** @throws Failure `not_found` | `unsupported_media_type` unless the person may send this as that */
  requireUsable(
    userId: UserId,
    mediaId: MediaId,
    type: 'IMAGE' | 'VIDEO' | 'STICKER',
  ): Promise<void>;
  /** Lets go of a file; it is removed when nothing else holds it. */
  release(
    queries: Queries,
    holder: { mediaId: MediaId; kind: 'message'; holderId: MessageId },
  ): Promise<void>;
}

export interface MessageDependencies {
  database: Database;
  bus: DomainBus;
  ingest: Ingest;
  files: MessageFiles;
  summaries: PersonSummaries;
  urls: MediaUrls;
}

interface NewMessage {
  conversationId: ConversationId;
  type: MessageType;
  content?: string | undefined;
  mediaId?: MediaId | undefined;
  stickerUrl?: string | undefined;
  replyTo?: MessageId | undefined;
  clientId?: string | undefined;
}

/** Sending, forwarding and listing messages. */
export class MessageService {
  readonly #database: Database;
  readonly #ingest: Ingest;
  readonly #files: MessageFiles;
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor({ database, ingest, files, summaries, urls }: MessageDependencies) {
    this.#database = database;
    this.#ingest = ingest;
    this.#files = files;
    this.#summaries = summaries;
    this.#urls = urls;
  }

  /**
   * Stores a message and answers after the commit; a known clientId answers with the first message.
   * @throws Failure `not_a_member` | `blocked` | `not_found` | `unsupported_media_type` | `invalid_input`
   */
  async send(senderId: UserId, input: NewMessage): Promise<Message> {
    const mediaId = this.#mediaOf(input);
    if (mediaId && input.type !== 'TEXT') {
      await this.#files.requireUsable(senderId, mediaId, input.type);
    }
    return this.#store({
      id: newId(),
      conversationId: input.conversationId,
      senderId,
      type: input.type,
      content: input.type === 'STICKER' ? null : (input.content ?? null),
      mediaId,
      replyTo: input.replyTo ?? null,
      forwardedFrom: null,
      clientId: input.clientId ?? null,
    });
  }

  #mediaOf({ type, mediaId, stickerUrl }: NewMessage): MediaId | null {
    if (type === 'TEXT') return null;
    if (type !== 'STICKER') return mediaId ?? null;
    const sticker = stickerUrl === undefined ? null : this.#urls.read(stickerUrl);
    if (!sticker)
      throw new Failure('invalid_input', { stickerUrl: 'is no sticker of this server' });
    return sticker;
  }

  /**
   * Sends a copy of a message into another conversation.
   * @throws Failure `not_found` (hidden from the caller) | `conflict` (recalled), and what `send` throws
   */
  async forward(
    callerId: UserId,
    input: {
      messageId: MessageId;
      targetConversationId: ConversationId;
      clientId?: string | undefined;
    },
  ): Promise<Message> {
    const source = await this.#visible(callerId, input.messageId);
    if (source.recalled_at) throw new Failure('conflict', { messageId: 'was recalled' });
    return this.#store({
      id: newId(),
      conversationId: input.targetConversationId,
      senderId: callerId,
      type: source.type,
      content: source.content,
      mediaId: source.media_id,
      replyTo: null,
      forwardedFrom: source.id,
      clientId: input.clientId ?? null,
    });
  }

  async #store(draft: Draft): Promise<Message> {
    const outcome = await this.#ingest.store(draft);
    const { verdict } = outcome;
    if (verdict.kind === 'refused') throw failureOf(verdict.refusal);
    const sender = await this.#summaries.one(draft.senderId);
    const row =
      verdict.kind === 'stored'
        ? rowOf(outcome.draft, verdict, outcome.at)
        : await findMessageBySeq(this.#database, draft.conversationId, verdict.seq);
    return messageView(row, sender, draft.senderId, this.#urls);
  }

  /**
   * A page, newest first, without what the viewer hid.
   * @param cursor the id of the oldest message of the page before
   * @throws Failure `invalid_input` when the cursor is no message of this conversation
   */
  async list(
    viewerId: UserId,
    conversationId: ConversationId,
    { cursor, limit }: { cursor: MessageId | null; limit: number },
  ): Promise<{ items: Message[]; nextCursor: MessageId | null; hasMore: boolean }> {
    const beforeSeq = cursor ? await findSeq(this.#database, conversationId, cursor) : null;
    if (cursor && beforeSeq === null) {
      throw new Failure('invalid_input', { cursor: 'is no message of this conversation' });
    }
    const rows = await listBefore(this.#database, conversationId, viewerId, {
      beforeSeq,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const people = await this.#summaries.of(page.map((row) => row.sender_id));
    const hasMore = rows.length > limit;
    return {
      items: page.map((row) =>
        messageView(row, personOf(people, row.sender_id), viewerId, this.#urls),
      ),
      nextCursor: hasMore ? (page.at(-1)?.id ?? null) : null,
      hasMore,
    };
  }

  /**
   * Whether the caller really did this with the message.
   * @throws Failure `not_found` (elsewhere, or hidden) | `forbidden` (not theirs) | `conflict` (did not happen)
   */
  async confirm(
    callerId: UserId,
    input: {
      messageId: MessageId;
      act: 'sent' | 'recalled' | 'hidden' | 'forwarded';
      conversationId?: ConversationId | undefined;
    },
  ): Promise<void> {
    const row = await findMessage(this.#database, input.messageId);
    if (!row || (input.conversationId && row.conversation_id !== input.conversationId)) {
      throw new Failure('not_found');
    }
    const doer = input.act === 'recalled' ? row.recalled_by : row.sender_id;
    const happened = {
      sent: () => true,
      forwarded: () => row.forwarded_from !== null,
      recalled: () => row.recalled_at !== null,
      hidden: () => isHidden(this.#database, place(row), callerId),
    }[input.act];
    if (!(await happened())) throw new Failure('conflict', { messageId: `was not ${input.act}` });
    if (input.act !== 'hidden' && doer !== callerId) throw new Failure('forbidden');
  }

  async #visible(viewerId: UserId, messageId: MessageId): Promise<MessageRow> {
    const row = await findMessage(this.#database, messageId);
    if (!row || (await isHidden(this.#database, place(row), viewerId)))
      throw new Failure('not_found');
    return row;
  }
}

function place(row: MessageRow): { conversationId: ConversationId; seq: number } {
  return { conversationId: row.conversation_id, seq: row.seq };
}

function failureOf(refusal: Refusal): Failure {
  switch (refusal) {
    case 'media_gone':
      return new Failure('not_found', { mediaId: 'is no file that can be sent' });
    case 'reply_gone':
      return new Failure('not_found', { replyTo: 'is no message of this conversation' });
    default:
      return new Failure(refusal);
  }
}

/** The row that the database now holds for a draft. */
export function rowOf(
  draft: Draft,
  stored: { seq: number; senderOrdinal: number; version: number },
  at: Date,
): MessageRow {
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
    forwarded_from: draft.forwardedFrom,
    forwarded_at: draft.forwardedFrom ? at : null,
    client_id: draft.clientId,
    original_content: null,
    edited_at: null,
    recalled_at: null,
    recalled_by: null,
    version: stored.version,
    created_at: at,
    updated_at: at,
  };
}

/** Tells what a batch stored, in order, after its commit. */
export function announceStored(dependencies: {
  bus: DomainBus;
  summaries: PersonSummaries;
  urls: MediaUrls;
}): (outcomes: readonly Outcome[]) => Promise<void> {
  const { bus, summaries, urls } = dependencies;
  return async (outcomes) => {
    const people = await summaries.of(outcomes.map(({ draft }) => draft.senderId));
    for (const { draft, verdict, at } of outcomes) {
      if (verdict.kind !== 'stored') continue;
      const sender = personOf(people, draft.senderId);
      bus.publish(roomTopic(draft.conversationId), {
        type: 'message.created',
        message: messageView(rowOf(draft, verdict, at), sender, draft.senderId, urls),
        sentCount: verdict.senderOrdinal,
      });
    }
  };
}

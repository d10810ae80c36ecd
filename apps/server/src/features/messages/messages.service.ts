import type { ConversationId, MediaId, MessageId, StoryId, UserId } from '@xom/contract/fields';
import type { Message, MessageType } from '@xom/contract/message-shape';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import type { Deliveries } from '../conversations/deliveries.ts';
import { findSeq } from '../conversations/reading.queries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { Ingest } from './ingest.ts';
import type { Draft, Refusal } from './ingest.queries.ts';
import { handlesIn } from './mentions.ts';
import type { MessagePresenter } from './message-presenter.ts';
import { isGone, type MessageRow } from './message-view.ts';
import { findMessage, findMessageBySeq, isHidden, listBefore } from './messages.queries.ts';

/** What messages need of the files. */
export interface MessageFiles {
  /** @throws Failure `not_found` | `unsupported_media_type` unless the person may send this as that */
  requireUsable(
    userId: UserId,
    mediaId: MediaId,
    type: 'IMAGE' | 'VIDEO' | 'STICKER',
  ): Promise<void>;
  /** Lets go of files; one is removed when nothing else holds it. */
  release(
    queries: Queries,
    ...holders: readonly { mediaId: MediaId; kind: 'message'; holderId: MessageId }[]
  ): Promise<void>;
}

export interface MessageDependencies {
  database: Database;
  ingest: Ingest;
  files: MessageFiles;
  presenter: MessagePresenter;
  deliveries: Pick<Deliveries, 'brought'>;
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
  readonly #presenter: MessagePresenter;
  readonly #deliveries: Pick<Deliveries, 'brought'>;
  readonly #urls: MediaUrls;

  constructor({ database, ingest, files, presenter, deliveries, urls }: MessageDependencies) {
    this.#database = database;
    this.#ingest = ingest;
    this.#files = files;
    this.#presenter = presenter;
    this.#deliveries = deliveries;
    this.#urls = urls;
  }

  /**
   * Stores a message and answers after the commit; a known clientId answers with the first message.
   * @param storyId the story that it answers, which the sender sees
   * @throws Failure `not_a_member` | `blocked` | `not_found` | `unsupported_media_type` | `invalid_input`
   */
  async send(
    senderId: UserId,
    input: NewMessage,
    storyId: StoryId | null = null,
  ): Promise<Message> {
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
      storyId,
      forwardedFrom: null,
      clientId: input.clientId ?? null,
      handles: handlesIn(input.content ?? null),
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
    if (isGone(source)) throw new Failure('conflict', { messageId: 'was recalled' });
    return this.#store({
      id: newId(),
      conversationId: input.targetConversationId,
      senderId: callerId,
      type: source.type,
      content: source.content,
      mediaId: source.media_id,
      replyTo: null,
      storyId: null,
      forwardedFrom: source.id,
      clientId: input.clientId ?? null,
      // Somebody's words to others: they call nobody here.
      handles: [],
    });
  }

  async #store(draft: Draft): Promise<Message> {
    const outcome = await this.#ingest.store(draft);
    const { verdict } = outcome;
    if (verdict.kind === 'refused') throw failureOf(verdict.refusal);
    if (outcome.message) return outcome.message;
    const row = await findMessageBySeq(this.#database, draft.conversationId, verdict.seq);
    return this.#presenter.one(this.#database, draft.senderId, row);
  }

  /**
   * A page, newest first, without what the viewer hid.
   * @param cursor the id of the oldest message of the page before; `beforeSeq` stands for one
   * @throws Failure `invalid_input` when the cursor is no message of this conversation
   */
  async list(
    viewerId: UserId,
    conversationId: ConversationId,
    given: { cursor: MessageId | null; beforeSeq?: number | undefined; limit: number },
  ): Promise<{ items: Message[]; nextCursor: MessageId | null; hasMore: boolean }> {
    const { cursor, limit } = given;
    const beforeSeq = cursor
      ? await findSeq(this.#database, conversationId, cursor)
      : (given.beforeSeq ?? null);
    if (cursor && beforeSeq === null) {
      throw new Failure('invalid_input', { cursor: 'is no message of this conversation' });
    }
    const rows = await listBefore(this.#database, conversationId, viewerId, {
      beforeSeq,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const [newest] = page;
    if (beforeSeq === null && newest)
      this.#deliveries.brought(viewerId, conversationId, newest.seq);
    const hasMore = rows.length > limit;
    return {
      items: await this.#presenter.of(this.#database, viewerId, page),
      nextCursor: hasMore ? (page.at(-1)?.id ?? null) : null,
      hasMore,
    };
  }

  /** One message. @throws Failure `not_found` (hidden from the viewer) */
  async get(viewerId: UserId, messageId: MessageId): Promise<Message> {
    const row = await this.#visible(viewerId, messageId);
    return this.#presenter.one(this.#database, viewerId, row);
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

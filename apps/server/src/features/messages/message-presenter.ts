import type { MediaId, MessageId, Person, UserId } from '@xom/contract/fields';
import type { Message, MessageQuote } from '@xom/contract/message-shape';
import type { Queries } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { ShownMedia } from '../media/media-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { findMessageFiles } from './message-files.queries.ts';
import { isErased, type MessageRow, messageView, type ToldMessage } from './message-view.ts';
import { findQuotes, type QuoteRow } from './quotes.queries.ts';

/** Makes messages as people see them, with their senders and what they quote; in the order of the rows. */
export class MessagePresenter {
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor(summaries: PersonSummaries, urls: MediaUrls) {
    this.#summaries = summaries;
    this.#urls = urls;
  }

  /** As one viewer sees them: a query where some of them answer others, one where some hold files, else none. */
  async of(queries: Queries, viewerId: UserId, rows: readonly MessageRow[]): Promise<Message[]> {
    const { people, quotes, files } = await this.#surroundings(queries, rows, viewerId);
    return rows.map((row) => {
      const quote = quoteOf(row, quotes);
      const reply = quote && quoteView(quote, people, quote.hiddenFrom.includes(viewerId));
      const sender = personOf(people, row.sender_id);
      return messageView(row, { sender, reply, viewerId, files }, this.#urls);
    });
  }

  async one(queries: Queries, viewerId: UserId, row: MessageRow): Promise<Message> {
    const [message] = await this.of(queries, viewerId, [row]);
    if (!message) throw new Error('one row makes one message');
    return message;
  }

  /** As events carry them. */
  async told(queries: Queries, rows: readonly MessageRow[]): Promise<ToldMessage[]> {
    const { people, quotes, files } = await this.#surroundings(queries, rows, null);
    return rows.map((row) => {
      const quote = quoteOf(row, quotes);
      const reply = quote && quoteView(quote, people, false);
      const sender = personOf(people, row.sender_id);
      const viewerId = row.sender_id;
      const message = messageView(row, { sender, reply, viewerId, files }, this.#urls);
      return { message, quoteHiddenFrom: quote?.hiddenFrom ?? [] };
    });
  }

  async #surroundings(
    queries: Queries,
    rows: readonly MessageRow[],
    viewerId: UserId | null,
  ): Promise<{
    people: Map<UserId, Person>;
    quotes: Map<MessageId, QuoteRow>;
    files: Map<MediaId, ShownMedia>;
  }> {
    const replies = rows.filter((row) => row.reply_to !== null);
    const quotes = await findQuotes(queries, replies, viewerId);
    const people = await this.#summaries.of([
      ...rows.map((row) => row.sender_id),
      ...[...quotes.values()].map(({ senderId }) => senderId),
    ]);
    const files = await findMessageFiles(
      queries,
      rows.flatMap((row) => row.media_id ?? []),
    );
    return { people, quotes, files };
  }
}

function quoteOf(row: MessageRow, quotes: ReadonlyMap<MessageId, QuoteRow>): QuoteRow | null {
  return (row.reply_to && quotes.get(row.reply_to)) ?? null;
}

function quoteView(
  { id, senderId, type, content, isRecalled }: QuoteRow,
  people: ReadonlyMap<UserId, Person>,
  isHidden: boolean,
): MessageQuote {
  const sender = personOf(people, senderId);
  const isGone = isRecalled || isErased(sender);
  return {
    id,
    senderId,
    sender,
    type,
    content: isHidden || isGone ? null : content,
    isRecalled: isGone,
  };
}

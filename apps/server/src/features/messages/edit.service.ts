import type { MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import {
  advanceWithReplies,
  type LockedMessage,
  type MessageChanges,
  requireWithin,
  requireWritable,
} from './message-changes.ts';
import type { MessageRow } from './message-view.ts';
import { handlesIn } from './mentions.ts';
import { findMentioned, replaceMentions } from './mentions.queries.ts';
import { markEdited } from './messages.queries.ts';
import { countReplies } from './quotes.queries.ts';

/** An edit makes every message that answers it change too: where these are more, once a minute is enough. */
const manyReplies = 200;
const pauseMs = 60_000;

/** Editing one's own messages. */
export class EditService {
  readonly #changes: MessageChanges;
  readonly #windowHours: number | null;

  /** @param windowHours for how long after its sending; null: for good */
  constructor(changes: MessageChanges, windowHours: number | null) {
    this.#changes = changes;
    this.#windowHours = windowHours;
  }

  /**
   * Changes the text of a message, or the caption of its picture (null: none). The same text again changes
   * and tells nothing. The policy has made sure that the caller sent it.
   * @throws Failure `not_found` | `not_a_member` | `blocked` | `conflict` (recalled, forwarded, a sticker, too
   *   late) | `invalid_input` | `rate_limited`
   */
  async edit(callerId: UserId, messageId: MessageId, content: string | null): Promise<Message> {
    return this.#changes.apply(callerId, messageId, async (queries, locked) => {
      const { message, conversation, place } = locked;
      await requireWritable(queries, locked, callerId);
      requireOwnWords(message, content);
      if (message.content === content) return null;
      requireWithin(this.#windowHours, message);
      await requirePause(queries, locked);
      const mentioned = await findMentioned(queries, conversation, callerId, handlesIn(content));
      await replaceMentions(queries, place, message.mentions ?? [], mentioned);
      const version = await advanceWithReplies(queries, place);
      const edit = { content, mentions: mentioned, at: new Date(), version };
      return { row: await markEdited(queries, place, edit), tells: { change: 'edited' } };
    });
  }
}

/** @throws Failure `conflict` | `invalid_input` */
function requireOwnWords({ type, forwarded_from: source }: MessageRow, content: string | null) {
  if (type === 'STICKER') throw new Failure('conflict', { messageId: 'a sticker says nothing' });
  if (source) throw new Failure('conflict', { messageId: 'was forwarded' });
  if (type === 'TEXT' && content === null) {
    throw new Failure('invalid_input', { content: 'TEXT needs it' });
  }
}

/** @throws Failure `rate_limited` */
async function requirePause(queries: Queries, { message, place }: LockedMessage): Promise<void> {
  const pauseLeftMs = (message.edited_at?.getTime() ?? 0) + pauseMs - Date.now();
  if (pauseLeftMs <= 0) return;
  if ((await countReplies(queries, place, manyReplies + 1)) <= manyReplies) return;
  throw new Failure('rate_limited', undefined, Math.ceil(pauseLeftMs / 1000));
}

import { MessageId } from '@xom/contract/fields';
import {
  confirmAct,
  editMessage,
  forwardMessage,
  getMessage,
  hideMessage,
  listMessages,
  recallMessage,
  sendMessage,
} from '@xom/contract/messages';
import { reactMessage, unreactMessage } from '@xom/contract/reactions';
import { pullSync } from '@xom/contract/sync';
import { bind, type Binding } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import type { EditService } from './edit.service.ts';
import type { MessageService } from './messages.service.ts';
import type { ReactionService } from './reactions.service.ts';
import type { RemovalService } from './removal.service.ts';
import type { SyncService } from './sync.service.ts';

/** The operations on messages, bound to what they do. */
export function messageBindings(services: {
  messages: MessageService;
  edits: EditService;
  reactions: ReactionService;
  removal: RemovalService;
  sync: SyncService;
}): Binding[] {
  const { messages, edits, reactions, removal, sync } = services;
  return [
    // The ingest statement looks at the membership under the conversation's lock.
    bind(sendMessage, (input, { caller }) => messages.send(caller.userId, input), {
      authorisesInside: true,
    }),
    bind(listMessages, ({ conversationId, limit, cursor, beforeSeq }, { caller }) =>
      messages.list(caller.userId, conversationId, {
        cursor: messageCursor(cursor),
        beforeSeq,
        limit,
      }),
    ),
    bind(getMessage, ({ messageId }, { caller }) => messages.get(caller.userId, messageId)),
    bind(editMessage, ({ messageId, content }, { caller }) =>
      edits.edit(caller.userId, messageId, content),
    ),
    bind(recallMessage, ({ messageId }, { caller }) => removal.recall(caller.userId, messageId)),
    bind(hideMessage, async ({ messageId }, { caller }) => {
      await removal.hide(caller.userId, messageId);
      return {};
    }),
    bind(forwardMessage, (input, { caller }) => messages.forward(caller.userId, input)),
    bind(confirmAct, async (input, { caller }) => {
      await messages.confirm(caller.userId, input);
      return {};
    }),
    // Both look at the membership under the conversation's lock.
    bind(
      reactMessage,
      ({ messageId, emoji }, { caller }) => reactions.react(caller.userId, messageId, emoji),
      { authorisesInside: true },
    ),
    bind(
      unreactMessage,
      ({ messageId, emoji }, { caller }) => reactions.unreact(caller.userId, messageId, emoji),
      { authorisesInside: true },
    ),
    bind(pullSync, (input, { caller }) => sync.pull(caller.userId, input)),
  ];
}

/** The cursor of a list of messages is the id of its last one. */
function messageCursor(cursor: string | undefined): MessageId | null {
  if (cursor === undefined) return null;
  const parsed = MessageId.safeParse(cursor);
  if (!parsed.success)
    throw new Failure('invalid_input', { cursor: 'is not a cursor of this list' });
  return parsed.data;
}

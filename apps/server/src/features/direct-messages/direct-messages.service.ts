import type { Conversation } from '@xom/contract/conversations';
import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import type { ConversationPresenter } from '../conversations/conversation-presenter.ts';
import type { MessagePresenter } from '../messages/message-presenter.ts';
import { findDirectConversation, listUnreadMessages } from './direct-messages.queries.ts';

const unreadShown = 500;

/** Direct messages, by the person that they are exchanged with. */
export class DirectMessageService {
  readonly #database: Database;
  readonly #conversations: ConversationPresenter;
  readonly #messages: MessagePresenter;

  constructor(dependencies: {
    database: Database;
    conversations: ConversationPresenter;
    messages: MessagePresenter;
  }) {
    this.#database = dependencies.database;
    this.#conversations = dependencies.conversations;
    this.#messages = dependencies.messages;
  }

  /** @throws Failure `not_found` (the two have none) */
  async conversation(callerId: UserId, otherId: UserId): Promise<Conversation> {
    const id = await findDirectConversation(this.#database, callerId, otherId);
    if (!id) throw new Failure('not_found');
    return this.#conversations.one(this.#database, callerId, id);
  }

  /** The newest 500 messages that they have not read, newest first. */
  async unread(userId: UserId): Promise<Message[]> {
    const rows = await listUnreadMessages(this.#database, userId, unreadShown);
    return this.#messages.of(this.#database, userId, rows);
  }
}

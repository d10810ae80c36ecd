import { getDirectConversation, listUnreadMessages } from '@xom/contract/direct-messages';
import { bind, type Binding } from '../../platform/call.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { MessagePresenter } from '../messages/message-presenter.ts';
import { DirectMessageService } from './direct-messages.service.ts';

/** The feature, put together. */
export function createDirectMessages(dependencies: {
  database: Database;
  summaries: PersonSummaries;
  urls: MediaUrls;
  conversations: Conversations;
}): { bindings: Binding[] } {
  const { database, summaries, urls } = dependencies;
  const messages = new DirectMessageService({
    database,
    conversations: dependencies.conversations.presenter,
    messages: new MessagePresenter(summaries, urls),
  });
  return {
    bindings: [
      bind(getDirectConversation, ({ userId }, { caller }) =>
        messages.conversation(caller.userId, userId),
      ),
      bind(listUnreadMessages, async (_input, { caller }) => ({
        items: await messages.unread(caller.userId),
      })),
    ],
  };
}

import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { ConversationPresenter } from './conversation-presenter.ts';
import { deliverConversations } from './conversations.delivery.ts';
import { conversationBindings } from './conversations.operations.ts';
import { conversationPolicies } from './conversations.policies.ts';
import { type ConversationPictures, ConversationService } from './conversations.service.ts';
import { MemberService } from './members.service.ts';
import { ReadingService } from './reading.service.ts';
import { Roster } from './roster.ts';
import { OpenViews } from './open-views.ts';

export interface Conversations {
  bindings: Binding[];
  policies: ReturnType<typeof conversationPolicies>;
  roster: Roster;
  views: OpenViews;
  presenter: ConversationPresenter;
}

/** The feature, put together. */
export function createConversations(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  pictures: ConversationPictures;
}): Conversations {
  const { database, bus, connections, summaries, urls, pictures } = dependencies;
  const presenter = new ConversationPresenter(summaries, urls);
  const roster = new Roster({ database, bus, connections });
  connections.listen(roster);
  const views = new OpenViews({ roster, connections });
  roster.addDeliverer(deliverConversations(roster, connections));
  return {
    bindings: conversationBindings({
      conversations: new ConversationService({ database, bus, presenter, pictures }),
      members: new MemberService({ database, bus, presenter, summaries }),
      reading: new ReadingService({ database, bus }),
      views,
    }),
    policies: conversationPolicies(database),
    roster,
    views,
    presenter,
  };
}

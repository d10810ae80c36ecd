import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { IsOnline } from '../accounts/profile-view.ts';
import type { Roster } from '../conversations/roster.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { BlockService } from './blocks.service.ts';
import { FollowLists } from './follow-lists.service.ts';
import { followBindings } from './follows.operations.ts';
import { FollowService } from './follows.service.ts';
import { FriendService } from './friends.service.ts';
import { MuteService } from './mutes.service.ts';
import { followWithPresence, type PresenceSight } from './people-presence.ts';
import { deliverPeople } from './people.delivery.ts';
import { peopleBindings } from './people.operations.ts';
import { profileBindings } from './profiles.operations.ts';
import { ProfileViews } from './profiles.service.ts';

/** The feature, put together. */
export function createPeople(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  roster: Roster;
  presence: PresenceSight;
  notices: Notices;
  urls: MediaUrls;
  isOnline: IsOnline;
}): { bindings: Binding[] } {
  const { database, bus, connections, summaries, roster, presence, notices } = dependencies;
  // First, so that whoever hears of a block sees nothing more.
  roster.addDeliverer(followWithPresence(presence));
  roster.addDeliverer(deliverPeople(connections));
  const graph = { database, bus, summaries, notices };
  return {
    bindings: [
      ...peopleBindings({ friends: new FriendService(graph), blocks: new BlockService(graph) }),
      ...followBindings({
        follows: new FollowService(graph),
        lists: new FollowLists(graph),
        mutes: new MuteService(graph),
      }),
      ...profileBindings(new ProfileViews(dependencies)),
    ],
  };
}

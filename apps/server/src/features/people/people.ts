import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Roster } from '../conversations/roster.ts';
import { BlockService } from './blocks.service.ts';
import { FriendService } from './friends.service.ts';
import { followWithPresence, type PresenceSight } from './people-presence.ts';
import { deliverPeople } from './people.delivery.ts';
import { peopleBindings } from './people.operations.ts';

/** The feature, put together. */
export function createPeople(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  roster: Roster;
  presence: PresenceSight;
}): { bindings: Binding[] } {
  const { database, bus, connections, summaries, roster, presence } = dependencies;
  // First, so that whoever hears of a block sees nothing more.
  roster.addDeliverer(followWithPresence(presence));
  roster.addDeliverer(deliverPeople(connections));
  return {
    bindings: peopleBindings({
      friends: new FriendService({ database, bus, summaries }),
      blocks: new BlockService({ database, bus, summaries }),
    }),
  };
}

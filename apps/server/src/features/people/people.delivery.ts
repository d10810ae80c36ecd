import { followUpdated } from '@xom/contract/follows';
import { personMuted, personUnmuted } from '@xom/contract/mutes';
import {
  friendAccepted,
  friendRemoved,
  friendRequested,
  personBlocked,
  personUnblocked,
} from '@xom/contract/people';
import type { Connections } from '../../platform/connections.ts';
import { userTopic } from '../../topics.ts';
import type { Deliver } from '../conversations/roster.ts';

/** Renders what happens between people as events of `/v1`. */
export function deliverPeople(connections: Connections): Deliver {
  return (event, topic) => {
    switch (event.type) {
      case 'friend.requested':
        connections.send(friendRequested, event.request, connections.of(event.userId));
        break;
      case 'friend.accepted':
        connections.send(friendAccepted, event.friend, connections.of(event.userId));
        break;
      case 'friend.removed': {
        const payload = { userId: event.otherId };
        connections.send(friendRemoved, payload, connections.of(event.userId));
        break;
      }
      case 'follow.updated':
        connections.send(followUpdated, event.tie, connections.of(event.userId));
        break;
      case 'person.muted':
        connections.send(personMuted, event.mute, connections.of(event.userId));
        break;
      case 'person.unmuted': {
        const payload = { userId: event.otherId };
        connections.send(personUnmuted, payload, connections.of(event.userId));
        break;
      }
      case 'person.blocked':
        // It comes on the topic of the other one too, who is told nothing.
        if (topic !== userTopic(event.userId)) break;
        connections.send(personBlocked, event.block, connections.of(event.userId));
        break;
      case 'person.unblocked': {
        if (topic !== userTopic(event.userId)) break;
        const payload = { userId: event.otherId };
        connections.send(personUnblocked, payload, connections.of(event.userId));
        break;
      }
    }
  };
}

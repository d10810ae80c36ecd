import { storyCreated, storyRemoved, storyViewed } from '@xom/contract/stories';
import type { Connections } from '../../platform/connections.ts';
import { userTopic } from '../../topics.ts';
import type { Deliver } from '../conversations/roster.ts';

/** Renders what happens to a person's own stories, and what they look at, as events of `/v1`. */
export function deliverStories(connections: Connections): Deliver {
  return (event, topic) => {
    switch (event.type) {
      case 'story.created': {
        const own = { ...event.story, seen: true };
        connections.send(storyCreated, own, connections.of(event.ownerId));
        break;
      }
      case 'story.removed': {
        const { ownerId, storyId } = event;
        connections.send(storyRemoved, { ownerId, storyId }, connections.of(ownerId));
        break;
      }
      case 'story.viewed': {
        const { ownerId, storyId, viewer, viewedAt } = event;
        const told = topic === userTopic(ownerId) ? ownerId : viewer.id;
        const payload = { ownerId, storyId, user: viewer, viewedAt };
        connections.send(storyViewed, payload, connections.of(told));
        break;
      }
    }
  };
}

import {
  sendAllFollowingStorysInfoFromServer,
  socialRequestStoryPhoto,
} from '@xom/contract/social-namespace-stories';
import { getStory, listStoriesInBrief, viewStory } from '@xom/contract/stories';
import { bind, type Binding } from '../platform/call.ts';
import type { Connections } from '../platform/connections.ts';
import { Failure } from '../platform/failure.ts';
import type { Greet } from '../platform/socketio-handshake.ts';

/** Stories in the dialect of seeds 001 and 002, call by call. */
export function socialStoryBindings(): Binding[] {
  return [
    bind(socialRequestStoryPhoto, async ({ ownerId, ObjectId: storyId }, { run }) => {
      const { id, owner, media } = await run(getStory, { storyId });
      if (owner.id !== ownerId) throw new Failure('not_found');
      // The dialect has no other way of saying that one looked at it.
      await run(viewStory, { storyId });
      return { status: true as const, id, image: media.url };
    }),
  ];
}

/** Tells a new connection of `/` of the stories of those whom the person follows. */
export function greetWithStories(connections: Connections): Greet {
  return async (connection, run) => {
    const { people } = await run(listStoriesInBrief, {});
    const infos = people.map(({ owner, stories }) => ({
      ownerId: owner.id,
      username: owner.username,
      photo: owner.photoUrl,
      stories,
    }));
    return () => connections.send(sendAllFollowingStorysInfoFromServer, infos, [connection]);
  };
}

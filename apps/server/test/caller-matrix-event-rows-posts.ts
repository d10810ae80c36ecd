import { type EventKey, type EventRow, isOf, type Scene } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';
import { emit } from './people.ts';

const postsPath = '/api/v1/posts';

const lookers = new Set(['member /v1', 'outsider /v1']);

/** The owner has a post, which the member and the outsider have open on one socket each. */
function withPost(
  act: (stage: Stage, postId: string) => Promise<unknown>,
  more: object = {},
): Pick<Scene, 'before' | 'act' | 'concerns' | 'after'> {
  let postId = '';
  const tell = (stage: Stage, event: string) =>
    Promise.all([...lookers].map((name) => emit(stage.ear(name).socket, event, { postId })));
  return {
    before: async (stage) => {
      const body = { text: 'on stage', ...more };
      postId = done(await stage.cast.owner.post(postsPath, body)).id;
      await tell(stage, 'posts.open');
    },
    act: (stage) => act(stage, postId),
    concerns: ['owner', 'member', 'outsider', 'joiner'],
    after: (stage) => tell(stage, 'posts.close'),
  };
}

/** Whom the events of posts reach. */
export const postEventRows: Record<Extract<EventKey, `/v1 post.${string}`>, EventRow> = {
  '/v1 post.updated': {
    audience: 'the sockets that have it open, and who acts',
    scenes: [
      {
        what: 'the joiner likes a post of the owner',
        ...withPost(async ({ cast }, id) => done(await cast.joiner.put(`${postsPath}/${id}/like`))),
        hears: (ear) => lookers.has(ear.name) || ear.who === 'joiner',
      },
      {
        what: 'the joiner saves it',
        ...withPost(async ({ cast }, id) => done(await cast.joiner.put(`${postsPath}/${id}/save`))),
        hears: isOf('joiner'),
      },
    ],
  },
  '/v1 post.removed': {
    audience: 'the sockets that have it open, who deletes it, and its author',
    scenes: [
      {
        what: 'the owner deletes a post',
        ...withPost(async ({ cast }, id) => done(await cast.owner.delete(`${postsPath}/${id}`))),
        hears: (ear) => lookers.has(ear.name) || ear.who === 'owner',
      },
      {
        what: 'a moderator deletes a post of the owner',
        ...withPost(async ({ cast }, id) =>
          done(await cast.moderator.delete(`${postsPath}/${id}`)),
        ),
        hears: (ear) => lookers.has(ear.name) || ear.who === 'owner' || ear.who === 'moderator',
        concerns: ['owner', 'member', 'outsider', 'moderator'],
      },
    ],
  },
};

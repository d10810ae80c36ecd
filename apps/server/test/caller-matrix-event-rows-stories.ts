import { type EventKey, type EventRow, isOf, type Scene } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done, picture } from './caller-matrix-world.ts';
import { emit } from './people.ts';

const theTwo = isOf('joiner', 'outsider');

async function show({ cast }: Stage): Promise<string> {
  const form = new FormData();
  form.append('file', await picture(), 'picture.png');
  const { id: mediaId } = done(await cast.joiner.post('/api/v1/media', form));
  return done(await cast.joiner.post('/api/v1/stories', { mediaId })).id;
}

/** The outsider follows the joiner, who has a story. */
function withStory(
  act: (stage: Stage, storyId: string) => Promise<unknown>,
): Pick<Scene, 'before' | 'act' | 'concerns' | 'after'> {
  let storyId = '';
  return {
    before: async (stage) => {
      const { joiner, outsider } = stage.cast;
      done(await outsider.put(`/api/v1/users/${joiner.id}/follow`));
      storyId = await show(stage);
    },
    act: (stage) => act(stage, storyId),
    concerns: ['joiner', 'outsider'],
    after: async ({ cast }) =>
      done(await cast.outsider.delete(`/api/v1/users/${cast.joiner.id}/follow`)),
  };
}

/** Whom the events of stories reach. */
export const storyEventRows: Record<Extract<EventKey, `/v1 story.${string}`>, EventRow> = {
  '/v1 story.created': {
    audience: 'the owner, and who follows them',
    scenes: [{ what: 'the joiner shows something', ...withStory(show), hears: theTwo }],
  },
  '/v1 story.removed': {
    audience: 'the owner, and who follows them',
    scenes: [
      {
        what: 'the joiner deletes a story',
        ...withStory(async ({ cast }, id) =>
          done(await cast.joiner.delete(`/api/v1/stories/${id}`)),
        ),
        hears: theTwo,
      },
    ],
  },
  '/v1 story.viewed': {
    audience: 'the owner, and who looked',
    scenes: [
      {
        what: 'the outsider looks',
        ...withStory(async ({ cast }, id) =>
          done(await cast.outsider.post(`/api/v1/stories/${id}/view`)),
        ),
        hears: theTwo,
      },
    ],
  },
};

/** Those of `/`. */
export const socialStoryEventRows: Record<
  '/ sendAllFollowingStorysInfoFromServer' | '/ sendStoryPhotoFromServer',
  EventRow
> = {
  '/ sendAllFollowingStorysInfoFromServer': {
    audience: 'the socket that came',
    scenes: [
      {
        what: 'a visitor comes',
        act: (stage) => stage.listen('visitor', '/'),
        hears: isOf('visitor'),
        concerns: ['owner', 'visitor'],
        after: (stage) => stage.dismiss(stage.ear('visitor /')),
      },
    ],
  },
  '/ sendStoryPhotoFromServer': {
    audience: 'the socket that asked',
    scenes: [
      {
        what: 'the outsider asks',
        ...withStory((stage, ObjectId) =>
          emit(stage.ear('outsider /').socket, 'requestStoryPhoto', {
            ownerId: stage.cast.joiner.id,
            ObjectId,
          }),
        ),
        hears: isOf('outsider'),
      },
    ],
  },
};

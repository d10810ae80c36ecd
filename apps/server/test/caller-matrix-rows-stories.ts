import type { socialStoryOperations } from '@xom/contract/social-namespace-stories';
import type { storyOperations } from '@xom/contract/stories';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, picture, type World } from './caller-matrix-world.ts';
import type { TestPerson } from './people.ts';

type Operations = typeof storyOperations | typeof socialStoryOperations;

/** A story of the bystander that everybody may see. */
const aStory: Case = { given: async (world) => ({ input: { storyId: await shown(world) } }) };

/** Those that nobody here may see, whatever is asked of them. */
const hiddenStories: readonly Case[] = [
  {
    what: "of the bystander's friends",
    given: async (world) => ({ input: { storyId: await shown(world, 'friends') } }),
    but: tell(people, 'not_found'),
  },
  {
    what: 'of who blocked them',
    given: async (world, caller) => ({ input: { storyId: await ofBlocker(world, caller) } }),
    but: tell(people, 'not_found'),
  },
  {
    what: 'that is over',
    given: async (world) => ({ input: { storyId: await over(world) } }),
    but: tell(people, 'not_found'),
  },
];

const theirOwn = async (world: World, caller: Caller): Promise<string> =>
  caller.person ? show(caller.person) : shown(world);

/** What only the owner may do. */
const forOwner: readonly Case[] = [
  { given: async (world, caller) => ({ input: { storyId: await theirOwn(world, caller) } }) },
  { ...aStory, what: "somebody else's", but: tell(people, 'forbidden') },
  ...hiddenStories,
];

export const storyRows: Record<Operations[number]['name'], readonly Case[]> = {
  'stories.create': [
    {
      given: async ({ cast }, { person }) => ({
        input: { mediaId: await upload(person ?? cast.bystander), caption: 'on show' },
      }),
    },
    {
      what: "somebody else's file",
      given: async (world) => ({
        input: { mediaId: await world.once('a file', () => upload(world.cast.bystander)) },
      }),
      but: tell(people, 'not_found'),
    },
  ],
  'stories.list': [{ given: () => ({ input: { limit: 5 } }) }],
  'stories.get': [aStory, ...hiddenStories],
  'users.stories': [
    { given: ({ cast }) => ({ input: { userId: cast.bystander.id } }) },
    {
      what: 'of who blocked them',
      given: async (world, caller) => ({ input: { userId: await blockerOf(world, caller) } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'of a suspended person',
      given: ({ cast }) => ({ input: { userId: cast['suspended person'].id } }),
      but: tell(people, 'not_found'),
    },
  ],
  'stories.delete': forOwner,
  'stories.view': [aStory, ...hiddenStories],
  'stories.viewers': forOwner,
  'stories.reply': [aStory, ...hiddenStories, theirs()].map((one) => ({
    ...one,
    given: async (world: World, caller: Caller) => {
      const { input } = await one.given(world, caller);
      return { input: { ...input, content: 'an answer' } };
    },
  })),
  'social:requestStoryPhoto': [
    {
      given: async (world) => ({
        input: { ownerId: world.cast.bystander.id, ObjectId: await shown(world) },
      }),
    },
    {
      what: 'as of somebody else',
      given: async (world) => ({
        input: { ownerId: world.cast.newcomer.id, ObjectId: await shown(world) },
      }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'of who blocked them',
      given: async (world, caller) => ({
        input: { ownerId: world.cast.blocker.id, ObjectId: await ofBlocker(world, caller) },
      }),
      but: tell(people, 'not_found'),
    },
  ],
};

function theirs(): Case {
  return {
    what: 'their own',
    given: async (world, caller) => ({ input: { storyId: await theirOwn(world, caller) } }),
    but: tell(people, 'conflict'),
  };
}

async function upload(who: TestPerson): Promise<string> {
  const form = new FormData();
  form.append('file', await picture(), 'picture.png');
  return done(await who.post('/api/v1/media', form)).id;
}

async function show(who: TestPerson, visibility = 'public'): Promise<string> {
  return done(await who.post('/api/v1/stories', { mediaId: await upload(who), visibility })).id;
}

function shown(world: World, visibility = 'public'): Promise<string> {
  return world.once(`a ${visibility} story`, () => show(world.cast.bystander, visibility));
}

function over(world: World): Promise<string> {
  return world.once('a story that is over', async () => {
    const id = await show(world.cast.bystander);
    await world.server.pool.query('update stories set expires_at = now() where id = $1', [id]);
    return id;
  });
}

async function ofBlocker(world: World, caller: Caller): Promise<string> {
  await blockerOf(world, caller);
  return world.once('a story of the blocker', () => show(world.cast.blocker));
}

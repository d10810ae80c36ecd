import type { feedOperations } from '@xom/contract/feed';
import type { postActOperations } from '@xom/contract/post-acts';
import type { postWatchingOperations } from '@xom/contract/post-watching';
import type { postOperations } from '@xom/contract/posts';
import type { socialTweetOperations } from '@xom/contract/social-namespace-tweets';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, picture, type World } from './caller-matrix-world.ts';
import type { TestPerson } from './people.ts';

type Operations =
  | typeof postOperations
  | typeof postActOperations
  | typeof postWatchingOperations
  | typeof feedOperations
  | typeof socialTweetOperations;
type Input = Record<string, unknown>;
/** Makes what the case is about, and answers with its id. */
type Make = (world: World, caller: Caller) => Promise<string>;

const postsPath = '/api/v1/posts';

async function postBy(person: TestPerson, more: Input = {}): Promise<string> {
  return done(await person.post(postsPath, { text: 'a word #matrix', ...more })).id;
}
async function pictureOf(person: TestPerson): Promise<string> {
  const form = new FormData();
  form.append('file', await picture(), 'picture.png');
  return done(await person.post('/api/v1/media', form)).id;
}

const aPost: Make = (world) =>
  world.once('a post of the bystander', () => postBy(world.cast.bystander));
const theirOwn: Make = (world, { person }) => postBy(person ?? world.cast.bystander);
const ofNewcomer =
  (visibility: 'followers' | 'friends'): Make =>
  (world) =>
    world.once(`a post for ${visibility}`, () => postBy(world.cast.newcomer, { visibility }));
const archived: Make = (world) =>
  world.once('an archived post', async () => {
    const id = await postBy(world.cast.bystander);
    done(await world.cast.bystander.put(`${postsPath}/${id}/archive`));
    return id;
  });
const deleted: Make = (world) =>
  world.once('a deleted post', async () => {
    const id = await postBy(world.cast.bystander);
    done(await world.cast.bystander.delete(`${postsPath}/${id}`));
    return id;
  });
const ofBlocker: Make = async (world, caller) => {
  await blockerOf(world, caller);
  return world.once('a word of the blocker', () => postBy(world.cast.blocker));
};

/** Those that nobody here may see, whatever is asked of them. */
const hidden: readonly [what: string, make: Make][] = [
  ["of the newcomer's followers", ofNewcomer('followers')],
  ["of the newcomer's friends", ofNewcomer('friends')],
  ['archived', archived],
  ['deleted', deleted],
  ['of who blocked them', ofBlocker],
];

const named = (field: string, more: Input) => (make: Make) => ({
  given: async (world: World, caller: Caller) => ({
    input: { [field]: await make(world, caller), ...more },
  }),
});

/** For whoever sees it. */
function forViewers(more: Input = {}, field = 'postId'): readonly Case[] {
  const of = named(field, more);
  return [
    of(aPost),
    ...hidden.map(([what, make]) => ({ what, ...of(make), but: tell(people, 'not_found') })),
  ];
}

/** For its author alone. */
function forAuthor(more: Input = {}): readonly Case[] {
  const of = named('postId', more);
  return [
    of(theirOwn),
    { what: "somebody else's", ...of(aPost), but: tell(people, 'forbidden') },
    ...hidden.map(([what, make]) => ({ what, ...of(make), but: tell(people, 'not_found') })),
  ];
}

/** Moderators delete them: each is made anew. */
const newPost: Make = (world) => postBy(world.cast.bystander);
const newForFollowers: Make = (world) => postBy(world.cast.newcomer, { visibility: 'followers' });
const newOfBlocker: Make = async (world, caller) => {
  await blockerOf(world, caller);
  return postBy(world.cast.blocker);
};
const orderKept = { moderator: 'ok', admin: 'ok' } as const;
const toDelete = (make: Make, what?: string, but: Case['but'] = {}): Case => ({
  ...(what !== undefined && { what }),
  ...named('postId', {})(make),
  but,
});

const ofOwnFollowers: Case = {
  what: 'of their own followers',
  given: async (world, { person }) => ({
    input: { postId: await postBy(person ?? world.cast.bystander, { visibility: 'followers' }) },
  }),
  but: tell(people, 'forbidden'),
};

const aPage: readonly Case[] = [{ given: () => ({ input: { limit: 5 } }) }];

/** Of a person whom everybody may see, and of some who are nobody to them. */
const ofPerson: readonly Case[] = [
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
];

export const postRows: Record<Operations[number]['name'], readonly Case[]> = {
  'posts.create': [
    {
      given: async ({ cast }, { person }) => ({
        input: {
          text: 'a word',
          mediaIds: [await pictureOf(person ?? cast.bystander)],
          taggedUserIds: [cast.bystander.id],
        },
      }),
    },
    {
      what: "with somebody else's file",
      given: async (world) => ({
        input: {
          mediaIds: [await world.once('a file to post', () => pictureOf(world.cast.bystander))],
        },
      }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'that tags who blocked them',
      given: async (world, caller) => ({
        input: { text: 'a word', taggedUserIds: [await blockerOf(world, caller)] },
      }),
      but: tell(people, 'not_found'),
    },
    { what: 'that quotes', ...named('quoteOf', {})(aPost) },
    ...hidden.map(([what, make]) => ({
      what: `that quotes one ${what}`,
      ...named('quoteOf', {})(make),
      but: tell(people, 'not_found'),
    })),
  ],
  'posts.get': forViewers(),
  'posts.update': forAuthor({ text: 'another word' }),
  'posts.edits': forViewers({ limit: 5 }),
  'posts.delete': [
    toDelete(theirOwn),
    toDelete(newPost, "somebody else's", { ...tell(people, 'forbidden'), ...orderKept }),
    toDelete(newForFollowers, 'for followers', { ...tell(people, 'not_found'), ...orderKept }),
    toDelete(newOfBlocker, 'of who blocked them', { ...tell(people, 'not_found'), ...orderKept }),
    toDelete(deleted, 'deleted', tell(people, 'not_found')),
  ],
  'posts.like': forViewers(),
  'posts.unlike': forViewers(),
  'posts.save': forViewers(),
  'posts.unsave': forViewers(),
  'posts.repost': [...forViewers(), ofOwnFollowers],
  'posts.unrepost': forViewers(),
  'posts.archive': forAuthor(),
  'posts.unarchive': forAuthor(),
  'posts.untag': forViewers(),
  'posts.likes': forViewers({ limit: 5 }),
  'posts.reposts': forViewers({ limit: 5 }),
  'posts.open': forViewers(),
  'posts.close': [named('postId', {})(aPost)],
  'feed.list': aPage,
  'explore.list': aPage,
  'tags.posts': [{ given: () => ({ input: { tag: 'matrix' } }) }],
  'users.posts': ofPerson,
  'users.tagged': ofPerson,
  'posts.saved': aPage,
  'posts.liked': aPage,
  'posts.archived': aPage,
  'social:addNewTweet': [{ given: () => ({ input: { context: 'a word' } }) }],
  'social:toggleTweetLike': forViewers({}, 'tweetId'),
  'social:getTweetsOfAnUser': ofPerson,
};

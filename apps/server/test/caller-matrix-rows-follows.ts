import type { followOperations } from '@xom/contract/follows';
import type { muteOperations } from '@xom/contract/mutes';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { done, type World } from './caller-matrix-world.ts';
import { register, type TestPerson } from './people.ts';

type Name = (typeof followOperations | typeof muteOperations)[number]['name'];

const aPage: readonly Case[] = [{ given: () => ({ input: { limit: 5 } }) }];

const toNewcomer: Case = { given: ({ cast }) => ({ input: { userId: cast.newcomer.id } }) };
const toSuspended: Case = {
  what: 'a suspended person',
  given: ({ cast }) => ({ input: { userId: cast['suspended person'].id } }),
  but: tell(people, 'not_found'),
};
const toBlocker: Case = {
  what: 'who blocked them',
  given: async (world, caller) => ({ input: { userId: await blockerOf(world, caller) } }),
  but: tell(people, 'not_found'),
};
const ofThePrivate: Case = {
  what: 'of a private account that they do not follow',
  given: async (world) => ({
    input: { userId: await world.once('a private account', () => privateAccount(world)) },
  }),
  but: tell(people, 'not_found'),
};

const aList: readonly Case[] = [toNewcomer, ofThePrivate, toSuspended, toBlocker];

/** The admirer has asked anew to follow the caller. */
const asked: Case = {
  given: async (world, { person }) => {
    if (person) await askToFollow(world, person);
    return { input: { userId: world.cast.admirer.id } };
  },
};
const whoNeverAsked: Case = {
  what: 'who never asked',
  given: ({ cast }) => ({ input: { userId: cast.bystander.id } }),
  but: tell(people, 'not_found'),
};

export const followRows: Record<Name, readonly Case[]> = {
  'users.follow': [toNewcomer, toSuspended, toBlocker],
  'users.unfollow': [toNewcomer],
  'users.removeFollower': [toNewcomer],
  'users.followRequests': aPage,
  'users.acceptFollow': [asked, whoNeverAsked],
  'users.declineFollow': [asked, whoNeverAsked],
  'users.followers': aList,
  'users.followings': aList,
  'users.mutuals': aList,
  'users.suggestions': aPage,
  'users.mute': [toNewcomer, toSuspended, toBlocker],
  'users.unmute': [toNewcomer],
  'users.mutes': aPage,
};

/** As if the caller's account had been private: who made it so would be seen by others less than before. */
async function askToFollow({ server, cast }: World, person: TestPerson): Promise<void> {
  const { admirer } = cast;
  done(await admirer.delete(`/api/v1/users/${person.id}/follow`));
  await server.pool.query(
    `with mine as (
       insert into followings (user_id, followed_id, status, since, is_counted)
       values ($1, $2, 'requested', now(), false)
     )
     insert into followers (user_id, follower_id, status, since) values ($2, $1, 'requested', now())`,
    [admirer.id, person.id],
  );
}

async function privateAccount(world: World): Promise<string> {
  const person = await register(world.server, world.newName());
  done(await person.patch('/api/v1/users/me', { isPrivate: true }));
  return person.id;
}

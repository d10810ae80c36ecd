import type { peopleOperations } from '@xom/contract/people';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { type Caller, done, type World } from './caller-matrix-world.ts';
import type { TestPerson } from './people.ts';

const aPage: readonly Case[] = [{ given: () => ({ input: { limit: 5 } }) }];

/** What is between the admirer and the caller when the caller acts. */
const admired = (isAccepted: boolean): Pick<Case, 'given'> => ({
  given: async (world, caller) => {
    const { admirer } = world.cast;
    if (caller.person) await ask(world, caller.person, isAccepted);
    return { input: { userId: admirer.id } };
  },
});

const asStranger: Case = {
  what: 'who never asked',
  given: ({ cast }) => ({ input: { userId: cast.bystander.id } }),
  but: tell(people, 'not_found'),
};

export const peopleRows: Record<(typeof peopleOperations)[number]['name'], readonly Case[]> = {
  'friends.request': [
    { given: ({ cast }) => ({ input: { userId: cast.newcomer.id } }) },
    {
      what: 'who blocked them',
      given: async (world, caller) => ({ input: { userId: await blockerOf(world, caller) } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'a suspended person',
      given: ({ cast }) => ({ input: { userId: cast['suspended person'].id } }),
      but: tell(people, 'not_found'),
    },
  ],
  'friends.requests': aPage,
  'friends.accept': [admired(false), asStranger],
  'friends.decline': [admired(false), asStranger],
  'friends.list': aPage,
  'friends.remove': [admired(true), asStranger],
  'users.block': [{ given: ({ cast }) => ({ input: { userId: cast.blockee.id } }) }],
  'users.unblock': [
    {
      given: async ({ cast }, { person }) => {
        if (person) done(await person.put(`/api/v1/users/${cast.blockee.id}/block`));
        return { input: { userId: cast.blockee.id } };
      },
    },
  ],
  'users.blocks': aPage,
};

/** The admirer asks a person anew, who may accept. */
async function ask({ cast }: World, person: TestPerson, isAccepted: boolean): Promise<void> {
  const { admirer } = cast;
  // Whatever an earlier call left, or nothing: then this is refused, and that is as good.
  await admirer.delete(`/api/v1/friends/${person.id}`);
  done(await admirer.post('/api/v1/friends/requests', { userId: person.id }));
  if (isAccepted) done(await person.post(`/api/v1/friends/requests/${admirer.id}/accept`));
}

/** Somebody who has blocked the caller. */
export async function blockerOf({ cast }: World, { id, person }: Caller): Promise<string> {
  if (person) done(await cast.blocker.put(`/api/v1/users/${id}/block`));
  return cast.blocker.id;
}

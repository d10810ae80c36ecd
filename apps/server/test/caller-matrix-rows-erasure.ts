import type { erasureOperations } from '@xom/contract/erasure';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { type Caller, grant, type World } from './caller-matrix-world.ts';
import { register, testPassword } from './people.ts';

export const erasureRows: Record<(typeof erasureOperations)[number]['name'], readonly Case[]> = {
  'users.erase': [
    { given: () => ({ input: { password: testPassword } }), endsCaller: true },
    {
      what: 'with a wrong password',
      given: () => ({ input: { password: 'a wrong one' } }),
      but: tell(people, 'forbidden'),
    },
  ],
  'admin.eraseUser': [
    { given: async (world, caller) => ({ input: { userId: await subjectFor(world, caller) } }) },
    {
      what: 'a moderator',
      given: async (world, caller) => ({
        input: { userId: await subjectFor(world, caller, 'moderator') },
      }),
      but: { moderator: 'forbidden' },
    },
    {
      what: 'oneself',
      given: (_world, { id }) => ({ input: { userId: id } }),
      but: tell(people, 'forbidden'),
    },
  ],
};

/** Somebody new for those who may erase people. */
async function subjectFor(
  { server, cast }: World,
  { name }: Caller,
  role?: 'moderator',
): Promise<string> {
  if (name !== 'moderator' && name !== 'admin') return cast.blockee.id;
  const person = await register(server);
  if (role) await grant(server, person, role);
  return person.id;
}

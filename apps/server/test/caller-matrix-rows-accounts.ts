import type { accountOperations } from '@xom/contract/accounts';
import type { moderationOperations } from '@xom/contract/moderation';
import { type CallerName, callers, isPerson, people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { MailTokens } from './caller-matrix-mails.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, grant, signIn, type World } from './caller-matrix-world.ts';
import { register, testPassword, type TestPerson } from './people.ts';

const nothing: readonly Case[] = [{ given: () => ({ input: {} }) }];

type Name = (typeof accountOperations | typeof moderationOperations)[number]['name'];

export const accountRows: Record<Name, readonly Case[]> = {
  'auth.register': [
    {
      given: (world) => {
        const username = world.newName();
        return { input: { username, email: `${username}@example.org`, password: testPassword } };
      },
    },
    {
      what: 'a name that is taken',
      given: ({ cast }) => ({
        input: { username: cast.owner.username, email: 'x@example.org', password: testPassword },
      }),
      but: tell(['no token', ...people], 'conflict'),
    },
  ],
  'auth.login': [
    {
      given: async (world, caller) => ({
        input: { username: (await whoSignsIn(world, caller)).username, password: testPassword },
      }),
      but: { 'suspended person': 'account_suspended' },
    },
    {
      what: 'with a wrong password',
      given: async ({ cast }, { name }) => ({
        input: { username: isPerson(name) ? cast[name].username : name, password: 'a wrong one' },
      }),
      but: tell(['no token', ...people], 'unauthenticated'),
    },
  ],
  'auth.refresh': [
    {
      given: async (world, { name }) => ({
        input: { refreshToken: await refreshTokenOf(world, name) },
      }),
      but: {
        'suspended person': 'account_suspended',
        'deactivated person': 'unauthenticated',
        'ended session': 'unauthenticated',
      },
    },
  ],
  'auth.logout': [{ given: () => ({ input: {} }), endsCaller: true }],
  'auth.sessions': nothing,
  'auth.endSession': [
    {
      given: async ({ server }, { person }) => ({
        input: { sessionId: person ? (await signIn(server, person)).sessionId : anyId },
      }),
    },
    {
      what: "somebody else's",
      given: async (world) => ({
        input: { sessionId: await world.once("the bystander's session", () => sessionOf(world)) },
      }),
      but: tell(people, 'not_found'),
    },
  ],
  'auth.changePassword': [
    { given: () => ({ input: { current: testPassword, next: testPassword } }) },
    {
      what: 'with a wrong one',
      given: () => ({ input: { current: 'a wrong one', next: testPassword } }),
      but: tell(people, 'forbidden'),
    },
  ],
  'auth.forgotPassword': [
    { given: ({ cast }) => ({ input: { email: `${cast.bystander.username}@example.org` } }) },
  ],
  'auth.resetPassword': [
    {
      given: async (world) => ({
        input: { token: (await mailsOf(world)).take('reset'), password: testPassword },
      }),
    },
  ],
  'auth.verifyEmail': [
    { given: async (world) => ({ input: { token: (await mailsOf(world)).take('verify') } }) },
  ],
  'users.me': nothing,
  'users.updateMe': [{ given: () => ({ input: { biography: 'I look at doors.' } }) }],
  'users.deactivate': [{ given: () => ({ input: {} }), endsCaller: true }],
  'users.get': [
    { given: ({ cast }) => ({ input: { idOrUsername: cast.bystander.username } }) },
    {
      what: 'a suspended person',
      given: ({ cast }) => ({ input: { idOrUsername: cast['suspended person'].id } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'a deactivated person',
      given: ({ cast }) => ({ input: { idOrUsername: cast['deactivated person'].username } }),
      but: tell(people, 'not_found'),
    },
    {
      what: 'who blocked them',
      given: async (world, caller) => ({ input: { idOrUsername: await blockerOf(world, caller) } }),
      but: tell(people, 'not_found'),
    },
  ],
  'users.lastSeen': [
    {
      given: ({ cast }) => ({
        input: { userIds: [cast.bystander.id, cast['suspended person'].id] },
      }),
    },
  ],
  'admin.users': [{ given: () => ({ input: { limit: 3 } }) }],
  'admin.updateUser': [
    {
      given: async (world, caller) => ({
        input: { userId: await subjectFor(world, caller), state: 'not_active' },
      }),
    },
    {
      what: 'suspending a moderator',
      given: async (world, caller) => ({
        input: { userId: await subjectFor(world, caller, 'moderator'), state: 'not_active' },
      }),
      but: { moderator: 'forbidden' },
    },
    {
      what: 'giving a role',
      given: async (world, caller) => ({
        input: { userId: await subjectFor(world, caller), role: 'moderator' },
      }),
      but: { moderator: 'forbidden' },
    },
    {
      what: 'giving oneself a role',
      given: (_world, { id }) => ({ input: { userId: id, role: 'admin' } }),
      but: tell(people, 'forbidden'),
    },
  ],
  'admin.audit': [{ given: () => ({ input: { limit: 3 } }) }],
  'admin.stats': nothing,
};

const anyId = '01890000-0000-7000-8000-000000000000';

/** Signing in restores a deactivated person: the one of the fixture has to stay as they are. */
async function whoSignsIn(world: World, { name }: Caller): Promise<TestPerson> {
  if (name === 'deactivated person') {
    const person = await register(world.server);
    done(await person.post('/api/v1/users/me/deactivate'));
    return person;
  }
  if (name === 'suspended person') return world.cast[name];
  return world.cast[isPerson(name) ? name : 'outsider'];
}

async function refreshTokenOf({ server, cast }: World, name: CallerName): Promise<string> {
  if (name === 'suspended person' || name === 'deactivated person') return cast[name].refreshToken;
  const { person } = await signIn(server, cast[isPerson(name) ? name : 'outsider']);
  if (name === 'ended session') done(await person.post('/api/v1/auth/logout'));
  return person.refreshToken;
}

async function sessionOf({ server, cast }: World): Promise<string> {
  return (await signIn(server, cast.bystander)).sessionId;
}

/** Somebody new for those who may change people. */
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

const gathered = new WeakMap<World, Promise<MailTokens>>();

/** Gathered at the first call: mails take their time, and one gathering serves all callers. */
function mailsOf(world: World): Promise<MailTokens> {
  let mails = gathered.get(world);
  if (!mails) {
    mails = MailTokens.gather(world.server, callers.length);
    gathered.set(world, mails);
  }
  return mails;
}

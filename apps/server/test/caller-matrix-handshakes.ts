import { namespaces } from '@xom/contract/define';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { lockedOut, strangers, verdictFor } from './caller-matrix-callers.ts';
import { done, signIn, type World } from './caller-matrix-world.ts';
import { sent } from './caller-matrix-rows-media.ts';
import { refusalCode, restRefusal } from './contract-calls.ts';
import { call, connected, register, testPassword, type TestPerson } from './people.ts';

const transports = ['websocket', 'polling'] as const;

/** Where a client may put its token in the handshake. */
const carriers: Record<string, (token: string | undefined) => object> = {
  'auth.token': (token) => ({ auth: { token } }),
  Authorization: (token) => ({ extraHeaders: token ? { Authorization: `Bearer ${token}` } : {} }),
  '?token=': (token) => ({ query: token ? { token } : {} }),
};

/** Sockets of who has no good token, sockets whose session ends, and tokens in other places than the header. */
export function describeHandshakes(world: () => World): void {
  describe.each(namespaces)('a handshake on %s', (namespace) => {
    const open = (handshake: object, transport: string): Socket =>
      io(world().server.url + namespace, {
        transports: [transport],
        forceNew: true,
        reconnection: false,
        ...handshake,
      });

    for (const [carrier, handshakeOf] of Object.entries(carriers)) {
      for (const name of [...strangers, ...lockedOut]) {
        const expected = verdictFor('person', name);
        it(`${carrier} · ${name} → connect_error ${expected}`, async () => {
          const socket = open(handshakeOf(world().caller(name).token), 'websocket');
          const refusal = await connected(socket).catch((error: unknown) => error);
          expect(refusal).toBeInstanceOf(Error);
          expect(refusal).toHaveProperty('data');
          // Just above.
          expect(refusalCode((refusal as { data: unknown }).data)).toBe(expected);
          socket.disconnect();
        });
      }
      it.each(transports)(`${carrier} · outsider by %s → connected`, async (transport) => {
        const socket = open(handshakeOf(world().caller('outsider').token), transport);
        await connected(socket);
        socket.disconnect();
      });
    }
  });

  describeEndings(world);
  describeOtherCarriers(world);
}

/** What ends a session, and whether the sockets of another session of the same person end with it. */
export const endings: Record<
  string,
  { isEveryone: boolean; end(person: TestPerson, world: World): Promise<unknown> }
> = {
  'signing out': { isEveryone: false, end: (person) => person.post('/api/v1/auth/logout') },
  'suspension by a moderator': {
    isEveryone: true,
    end: ({ id }, { cast }) =>
      cast.moderator.patch(`/api/v1/admin/users/${id}`, { state: 'not_active' }),
  },
  'deletion by an admin': {
    isEveryone: true,
    end: ({ id }, { cast }) => cast.admin.patch(`/api/v1/admin/users/${id}`, { state: 'deleted' }),
  },
  'deactivating oneself': {
    isEveryone: true,
    end: (person) => person.post('/api/v1/users/me/deactivate'),
  },
  'using a refresh token twice': {
    isEveryone: false,
    end: async ({ refreshToken }, { server }) => {
      const renew = () => call(server, 'POST', '/api/v1/auth/refresh', { body: { refreshToken } });
      done(await renew());
      await renew();
    },
  },
  "another session's new password": {
    isEveryone: false,
    end: async (person, { server }) => {
      const other = await signIn(server, person);
      const body = { current: testPassword, next: testPassword };
      done(await other.person.post('/api/v1/auth/password', body));
    },
  },
};

function describeEndings(world: () => World): void {
  it.each(Object.entries(endings))('%s closes the open sockets', async (_, { isEveryone, end }) => {
    const { server } = world();
    const person = await register(server);
    const ended = [
      await person.connect('/v1'),
      await person.connect('/chat'),
      await person.chat(),
      await person.connect('/'),
    ];
    const { person: elsewhere } = await signIn(server, person);
    const other = await elsewhere.connect('/v1');
    const reasons = Promise.all(ended.map(reasonOfEnd));
    const otherReason = reasonOfEnd(other);
    await end(person, world());
    expect(await reasons).toEqual(ended.map(() => 'io server disconnect'));
    if (isEveryone) expect(await otherReason).toBe('io server disconnect');
    const again = await person.get('/api/v1/users/me');
    expect([401, 403]).toContain(again.status);
    restRefusal(again);
    person.disconnect();
    elsewhere.disconnect();
  });

  it('ending one session leaves the sockets of the others open', async () => {
    const { server } = world();
    const person = await register(server);
    const other = await signIn(server, person);
    const mine = await person.connect('/v1');
    const theirs = await other.person.connect('/v1');
    const ended = reasonOfEnd(theirs);
    done(await person.delete(`/api/v1/auth/sessions/${other.sessionId}`));
    expect(await ended).toBe('io server disconnect');
    expect(mine.connected).toBe(true);
    person.disconnect();
  });

  it('a suspension that is lifted gives everything back', async () => {
    const { server, cast } = world();
    const person = await register(server);
    const path = `/api/v1/admin/users/${person.id}`;
    done(await cast.moderator.patch(path, { state: 'not_active' }));
    expect(restRefusal(await person.get('/api/v1/users/me'))).toBe('account_suspended');
    done(await cast.moderator.patch(path, { state: 'active' }));
    expect(done(await person.get('/api/v1/users/me'))).toMatchObject({ id: person.id });
    await person.chat();
    person.disconnect();
  });
}

function reasonOfEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => void socket.once('disconnect', resolve));
}

function describeOtherCarriers(world: () => World): void {
  it('only files take a token from the query or the cookie', async () => {
    const { server, cast } = world();
    const { mediaToken } = await signIn(server, cast.member);
    const inQuery = await call(server, 'GET', `/api/v1/users/me?token=${cast.member.token}`);
    expect(restRefusal(inQuery)).toBe('unauthenticated');
    const headers = { Cookie: `xom_media=${mediaToken}` };
    const inCookie = await call(server, 'GET', '/api/v1/users/me', { headers });
    expect(restRefusal(inCookie)).toBe('unauthenticated');
  });

  it.each([
    ['member', 200],
    ['outsider', 404],
    ['removed member', 404],
  ] as const)('a file of the group · %s by query or cookie → %i', async (name, status) => {
    const { server, cast } = world();
    const path = `/api/v1/media/${await sent(world())}`;
    const { mediaToken } = await signIn(server, cast[name]);
    const byQuery = await call(server, 'GET', `${path}?token=${cast[name].token}`);
    const headers = { Cookie: `xom_media=${mediaToken}` };
    const byCookie = await call(server, 'GET', path, { headers });
    expect([byQuery.status, byCookie.status]).toEqual([status, status]);
  });

  it('a file of the group · a media token in the query → unauthenticated', async () => {
    const { server, cast } = world();
    const { mediaToken } = await signIn(server, cast.member);
    const path = `/api/v1/media/${await sent(world())}?token=${mediaToken}`;
    expect(restRefusal(await call(server, 'GET', path))).toBe('unauthenticated');
  });

  it('a file of the group · the cookie of a suspended person → account_suspended', async () => {
    const { server, cast } = world();
    const person = await register(server);
    const { mediaToken } = await signIn(server, person);
    done(await cast.admin.patch(`/api/v1/admin/users/${person.id}`, { state: 'not_active' }));
    const headers = { Cookie: `xom_media=${mediaToken}` };
    const path = `/api/v1/media/${await sent(world())}`;
    expect(restRefusal(await call(server, 'GET', path, { headers }))).toBe('account_suspended');
  });
}

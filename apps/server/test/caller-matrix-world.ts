import { namespaces } from '@xom/contract/define';
import { grantRole } from '../src/features/moderation/moderation.ts';
import { openDatabase } from '../src/platform/database.ts';
import type { Tables } from '../src/tables.ts';
import type { Socket } from 'socket.io-client';
import sharp from 'sharp';
import {
  type CallerName,
  insiders,
  isInsider,
  isPerson,
  lockedOut,
  type LockedOutName,
  people,
  type PersonName,
  type StrangerName,
} from './caller-matrix-callers.ts';
import { badTokens, jwtSecret } from './caller-matrix-tokens.ts';
import { type Answer, call, register, testPassword, TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/** One column of the matrix: what its calls are made with. */
export interface Caller {
  readonly name: CallerName;
  readonly token: string | undefined;
  /** Whom the token names, or pretends to. */
  readonly id: string;
  /** Null where the token proves nothing, or no longer helps. */
  readonly person: TestPerson | null;
}

/** What every message in the fixture's group says: nobody outside may ever read it. */
export const secret = 'only-the-group-reads-this';

/** The data of an answer that a fixture cannot do without. */
export function done(answer: Answer): { id: string } & Record<string, unknown> {
  if (answer.status >= 300) throw new Error(`a fixture failed: ${JSON.stringify(answer.body)}`);
  return answer.body.data;
}

/** Those whom calls are about. The bystander is in the group; the others are nowhere. */
const extras = ['bystander', 'newcomer', 'admirer', 'blockee', 'blocker'] as const;

type Cast = Record<PersonName | LockedOutName | (typeof extras)[number], TestPerson>;

/** A server with a group, everybody who stands in some relation to it, and their sockets. */
export class World {
  readonly server: TestServer;
  readonly cast: Cast;
  readonly #sockets: Map<string, Socket>;
  /** Owner, group admin, member, sender and bystander; those locked out were in it too. */
  readonly group: string;
  /** Of the owner and the non-member. */
  readonly direct: string;
  readonly #badTokens: Record<StrangerName, string | undefined>;
  readonly #kept = new Map<string, Promise<string>>();
  #made = 0;

  private constructor(parts: {
    server: TestServer;
    cast: Cast;
    sockets: Map<string, Socket>;
    group: string;
    direct: string;
    badTokens: Record<StrangerName, string | undefined>;
  }) {
    this.server = parts.server;
    this.cast = parts.cast;
    this.#sockets = parts.sockets;
    this.group = parts.group;
    this.direct = parts.direct;
    this.#badTokens = parts.badTokens;
  }

  static async build(): Promise<World> {
    const server = await startTestServer({ JWT_SECRET: jwtSecret });
    const cast = await gather(server);
    await grant(server, cast.moderator, 'moderator');
    await grant(server, cast['former moderator'], 'moderator');
    await grant(server, cast.admin, 'admin');
    const { group, direct } = await meet(cast);
    // Opened while everybody still is what some of them soon no longer are.
    const sockets = new Map<string, Socket>();
    for (const name of people) {
      for (const namespace of namespaces) {
        sockets.set(`${name} ${namespace}`, await cast[name].connect(namespace));
      }
    }
    const { owner, admin } = cast;
    done(await owner.delete(`/api/v1/conversations/${group}/members/${cast['removed member'].id}`));
    done(await admin.patch(`/api/v1/admin/users/${cast['former moderator'].id}`, { role: 'user' }));
    const suspended = `/api/v1/admin/users/${cast['suspended person'].id}`;
    done(await admin.patch(suspended, { state: 'not_active' }));
    done(await cast['deactivated person'].post('/api/v1/users/me/deactivate'));
    const living = await signIn(server, cast.member);
    const ended = await signIn(server, cast.member);
    done(await ended.person.post('/api/v1/auth/logout'));
    const tokens = await badTokens({
      good: cast.member.token,
      media: living.mediaToken,
      ended: ended.person.token,
      victimId: owner.id,
    });
    return new World({ server, cast, sockets, group, direct, badTokens: tokens });
  }

  caller(name: CallerName): Caller {
    if (isPerson(name)) return callerOf(name, this.cast[name]);
    if (name === 'suspended person' || name === 'deactivated person') {
      return { ...callerOf(name, this.cast[name]), person: null };
    }
    return { name, token: this.#badTokens[name], id: this.cast.member.id, person: null };
  }

  /** Somebody new with the caller's role, for what ends whoever does it. */
  async twin(name: PersonName): Promise<Caller> {
    const person = await register(this.server);
    if (name === 'moderator' || name === 'admin') await grant(this.server, person, name);
    return callerOf(name, person);
  }

  /** The socket that a person has had open since before they became what they are. */
  socket(name: PersonName, namespace: string): Socket {
    const socket = this.#sockets.get(`${name} ${namespace}`);
    if (!socket) throw new Error(`${name} has no socket on ${namespace}`);
    return socket;
  }

  /** Makes a thing at its first use: one serves all callers who leave it as it is. */
  once(name: string, make: () => Promise<string>): Promise<string> {
    let thing = this.#kept.get(name);
    if (!thing) {
      thing = make();
      this.#kept.set(name, thing);
    }
    return thing;
  }

  /** A message of the sender in the group: a new one for those who may do something with it. */
  async messageFor({ name }: Caller): Promise<string> {
    const make = () => this.send('sender', this.group, secret);
    return isInsider(name) ? make() : this.once('a message', make);
  }

  async send(name: PersonName, conversationId: string, content: string): Promise<string> {
    const path = `/api/v1/conversations/${conversationId}/messages`;
    return done(await this.cast[name].post(path, { content })).id;
  }

  /** For what changes a group for good: to those in it, one that stands to everybody as the first does. */
  async groupFor({ name }: Caller): Promise<string> {
    if (!isInsider(name)) return this.group;
    const { owner } = this.cast;
    const group = await makeGroup(this.cast);
    const path = `/api/v1/conversations/${group}/members`;
    done(await owner.delete(`${path}/${this.cast['removed member'].id}`));
    return group;
  }

  /** A name that nobody has yet. */
  newName(): string {
    this.#made += 1;
    return `new.person.${this.#made}`;
  }

  /**
   * What is stored, short: the same before and after a refusal. `version` moves with every change in a
   * conversation.
   */
  async fingerprint(): Promise<unknown> {
    const { rows } = await this.server.pool.query(`select
      (select array[count(*), sum(version), sum(last_seq), sum(member_count)] from conversations)
        conversations,
      (select array[count(*), sum(read_seq)] from conversation_members) members,
      (select array[count(*), sum(like_count), sum(reply_count), count(edited_at)] from comments) comments,
      (select array[count(*), sum(like_count + save_count + repost_count + quote_count), count(edited_at),
        count(archived_at), sum(cardinality(tagged_user_ids))] from posts) posts,
      (select count(*) from sessions) sessions,
      (select array[count(*), count(*) filter (where status = 'accepted')] from followings) follows,
      (select count(*) from mutes) mutes,
      (select count(*) from media where state <> 'deleting') files,
      (select array[(select count(*) from stories), (select count(*) from story_views)]) stories,
      (select md5(string_agg(concat(id, role, state, deactivated_at, display_name, biography), ''
        order by id)) from users) people`);
    return rows[0];
  }

  async end(): Promise<void> {
    for (const person of Object.values(this.cast)) person.disconnect();
    await this.server.stop();
  }
}

function callerOf(name: CallerName, person: TestPerson): Caller {
  return { name, token: person.token, id: person.id, person };
}

async function gather(server: TestServer): Promise<Cast> {
  const names = [...people, ...lockedOut, ...extras];
  const entries = await Promise.all(
    names.map(async (name) => [name, await register(server, name.replaceAll(/\W/g, '.'))]),
  );
  // One for each name, just above.
  return Object.fromEntries(entries) as Cast;
}

/** Before anybody leaves or is locked out. */
async function meet(cast: Cast): Promise<{ group: string; direct: string }> {
  const group = await makeGroup(cast, [cast['suspended person'], cast['deactivated person']]);
  const direct = await cast.owner.post('/api/v1/conversations', {
    isGroup: false,
    memberIds: [cast['non-member'].id],
  });
  return { group, direct: done(direct).id };
}

async function makeGroup(cast: Cast, more: readonly TestPerson[] = []): Promise<string> {
  const members = [
    ...insiders.filter((name) => name !== 'owner').map((name) => cast[name]),
    cast['removed member'],
    cast.bystander,
    ...more,
  ];
  const made = await cast.owner.post('/api/v1/conversations', {
    isGroup: true,
    name: secret,
    memberIds: members.map(({ id }) => id),
  });
  const { id } = done(made);
  const path = `/api/v1/conversations/${id}/members/${cast['group admin'].id}`;
  done(await cast.owner.patch(path, { role: 'admin' }));
  return id;
}

/** As the command line of the server gives a role. */
export async function grant(
  server: TestServer,
  person: TestPerson,
  role: 'moderator' | 'admin',
): Promise<void> {
  await grantRole(openDatabase<Tables>(server.pool), person.username, role);
}

/** A further session of a person, and the token of its media cookie. */
export async function signIn(
  server: TestServer,
  { username }: TestPerson,
): Promise<{ person: TestPerson; mediaToken: string; sessionId: string }> {
  const body = { username, password: testPassword };
  const answer = await call(server, 'POST', '/api/v1/auth/login', { body });
  const { user, accessToken: token, refreshToken } = answer.body.data;
  const [, mediaToken = ''] =
    /xom_media=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  const { sid } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  const person = new TestPerson(server, { id: user.id, username, token, refreshToken });
  return { person, mediaToken, sessionId: sid };
}

/** A small real picture. */
export async function picture(): Promise<Blob> {
  const background = { r: 160, g: 60, b: 40 };
  const bytes = await sharp({ create: { width: 32, height: 24, channels: 3, background } })
    .png()
    .toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
}

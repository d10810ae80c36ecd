import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let hoa: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, hoa] = await Promise.all([register(server), register(server), register(server)]);
});

async function directWith(from: TestPerson, to: TestPerson): Promise<string> {
  const direct = { isGroup: false, memberIds: [to.id] };
  return (await from.post('/api/v1/conversations', direct)).body.data.id;
}

async function send(from: TestPerson, to: TestPerson, content: string): Promise<string> {
  const path = `/api/v1/conversations/${await directWith(from, to)}/messages`;
  return (await from.post(path, { content })).body.data.id;
}

async function unread(person: TestPerson): Promise<string[]> {
  const { body } = await person.get('/api/v1/unread/messages');
  return body.data.items.map(({ content }: { content: string }) => content);
}

describe('the direct conversation with a person', () => {
  it('is found from both sides, once there is one', async () => {
    const path = (other: TestPerson) => `/api/v1/conversations/direct/${other.id}`;
    expect((await lan.get(path(minh))).status).toBe(404);
    const id = await directWith(lan, minh);
    expect((await lan.get(path(minh))).body.data).toMatchObject({ id, isGroup: false });
    expect((await minh.get(path(lan))).body.data).toMatchObject({ id });
    for (const other of [lan, hoa]) expect((await lan.get(path(other))).status).toBe(404);
    expect((await lan.get('/api/v1/conversations/direct/nobody')).status).toBe(400);
  });
});

describe('unread direct messages', () => {
  it('come newest first, whoever sent them', async () => {
    await send(lan, minh, 'một');
    await send(hoa, minh, 'hai');
    await send(minh, lan, 'của Minh');
    await send(lan, minh, 'ba');
    expect(await unread(minh)).toEqual(['ba', 'hai', 'một']);
    expect(await unread(lan)).toEqual(['của Minh']);
    expect(await unread(hoa)).toEqual([]);
  });

  it('end where one has read, and one’s own do not hide the others’', async () => {
    const first = await send(lan, minh, 'một');
    await send(minh, lan, 'của Minh');
    await send(lan, minh, 'hai');
    const path = `/api/v1/conversations/${await directWith(lan, minh)}/read`;
    await minh.post(path, { upToMessageId: first });
    expect(await unread(minh)).toEqual(['hai']);
  });

  it('leave out what was cleared, and what has disappeared', async () => {
    await send(lan, minh, 'một');
    const due = await send(hoa, minh, 'hai');
    await minh.delete(`/api/v1/conversations/${await directWith(lan, minh)}`);
    await server.pool.query(
      `update messages set expires_at = now() - interval '1 second' where id = $1`,
      [due],
    );
    expect(await unread(minh)).toEqual([]);
    await send(lan, minh, 'ba');
    expect(await unread(minh)).toEqual(['ba']);
  });
});

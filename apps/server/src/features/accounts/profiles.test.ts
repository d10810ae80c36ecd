import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());

describe('profiles', () => {
  test('change by what is given; null empties; what is absent stays', async () => {
    const lan = await register(server, 'lan.profile');
    const full = await lan.patch('/api/v1/users/me', {
      displayName: '  Lan ở Đà Nẵng ',
      name: 'Lan',
      biography: 'Sống chậm.',
      links: ['https://example.org/lan'],
      isPrivate: true,
      settings: { theme: 'dusk', sounds: false, size: 2, nothing: null },
    });
    expect(full.body.data).toMatchObject({
      displayName: 'Lan ở Đà Nẵng',
      name: 'Lan',
      biography: 'Sống chậm.',
      links: ['https://example.org/lan'],
      isPrivate: true,
      settings: { theme: 'dusk', sounds: false, size: 2, nothing: null },
    });
    const less = await lan.patch('/api/v1/users/me', { biography: null, name: '', links: [] });
    expect(less.body.data).toMatchObject({
      displayName: 'Lan ở Đà Nẵng',
      name: null,
      biography: null,
      links: [],
      isPrivate: true,
      settings: { theme: 'dusk' },
    });
    expect((await lan.patch('/api/v1/users/me', {})).body.data).toEqual(less.body.data);
    expect((await lan.get('/api/v1/users/me')).body.data).toEqual(less.body.data);
  });

  test.each([
    [{ displayName: '   ' }, 'displayName'],
    [{ displayName: '\u200B \u3164' }, 'displayName'],
    [{ links: ['javascript:alert(1)'] }, 'links.0'],
    [{ biography: 'x'.repeat(501) }, 'biography'],
    [{ settings: { deep: { er: 1 } } }, 'settings.deep'],
  ])('take no %j', async (body, field) => {
    const lan = await register(server);
    const answer = await lan.patch('/api/v1/users/me', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { details: { [field]: expect.any(String) } },
    });
  });

  test('take no picture that is not there', async () => {
    const lan = await register(server);
    const photoMediaId = '01890000-0000-7000-8000-000000000000';
    const answer = await lan.patch('/api/v1/users/me', { displayName: 'x', photoMediaId });
    expect(answer.status).toBe(404);
    expect((await lan.get('/api/v1/users/me')).body.data.displayName).toBe(lan.username);
  });

  test('show a picture that one uploaded, until another or none takes its place', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const [first, second] = [await uploadImage(lan), await uploadImage(lan)];
    const photoOf = async (photoMediaId: string | null, person = lan) =>
      (await person.patch('/api/v1/users/me', { photoMediaId })).body.data.photoUrl;
    expect(await photoOf(first.id)).toBe(first.url);
    expect(await photoOf(first.id)).toBe(first.url);
    expect((await minh.get(`/api/v1/users/${lan.id}`)).body.data.photoUrl).toBe(first.url);
    expect((await minh.get(first.url)).status).toBe(200);
    const stolen = await minh.patch('/api/v1/users/me', { photoMediaId: first.id });
    expect(stolen.status).toBe(404);
    expect(await photoOf(second.id)).toBe(second.url);
    expect((await minh.get(second.url)).status).toBe(200);
    expect((await minh.get(first.url)).status).toBe(404);
    expect(await photoOf(null)).toBeNull();
    expect((await minh.get(second.url)).status).toBe(404);
  });

  test('change in messages at once', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const { body } = await lan.post('/api/v1/conversations', {
      isGroup: false,
      memberIds: [minh.id],
    });
    const senderOfNext = async () => {
      const message = { type: 'TEXT', content: 'Chào' };
      const path = `/api/v1/conversations/${body.data.id}/messages`;
      return (await lan.post(path, message)).body.data.sender;
    };
    expect(await senderOfNext()).toMatchObject({ displayName: lan.username });
    await lan.patch('/api/v1/users/me', { displayName: 'Lan' });
    expect(await senderOfNext()).toMatchObject({ displayName: 'Lan', username: lan.username });
  });

  test('are seen by id and username, without what is private', async () => {
    const [lan, minh] = [await register(server, 'lan.seen'), await register(server, 'minh.sees')];
    for (const name of [lan.id, lan.id.toUpperCase(), 'lan.seen', 'LAN.seen']) {
      const answer = await minh.get(`/api/v1/users/${name}`);
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject({ id: lan.id, isFriend: false, isFollowing: false });
      expect(Object.keys(answer.body.data)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/email|phone|role|settings|password/)]),
      );
    }
    for (const name of ['nobody.here', '01890000-0000-7000-8000-000000000000', 'x y', '%25']) {
      expect((await minh.get(`/api/v1/users/${name}`)).status).toBe(404);
    }
  });

  test('tell of a friend, and hide from whoever blocked or is blocked', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    await server.pool.query(
      `insert into friendships (user_id, friend_id, status) values ($1, $2, 'accepted'), ($2, $1, 'accepted')`,
      [lan.id, minh.id],
    );
    expect((await lan.get(`/api/v1/users/${minh.id}`)).body.data.isFriend).toBe(true);
    expect((await minh.get(`/api/v1/users/${lan.id}`)).body.data.isFriend).toBe(true);
    await server.pool.query('insert into blocks (user_id, blocked_id) values ($1, $2)', [
      lan.id,
      minh.id,
    ]);
    expect((await lan.get(`/api/v1/users/${minh.id}`)).status).toBe(404);
    expect((await minh.get(`/api/v1/users/${lan.id}`)).status).toBe(404);
    expect((await lan.get(`/api/v1/users/${lan.id}`)).status).toBe(200);
  });
});

async function uploadImage(person: TestPerson): Promise<{ id: string; url: string }> {
  const pixels = await sharp({
    create: { width: 4, height: 4, channels: 3, background: '#a33' },
  })
    .png()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(pixels)], { type: 'image/png' }), 'me.png');
  const answer = await person.post('/api/v1/media', form);
  expect(answer.status).toBe(201);
  return answer.body.data;
}

import { expect, it } from 'vitest';
import { emit, next, record, type TestPerson } from '../../../test/people.ts';
import { RoomClient } from '../../../test/room-client.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import { group } from '../conversations/test-acts.ts';
import { direct, eventsOf, refusal, server, serveTests } from '../people/test-acts.ts';
import { api, done, erase, nobody, storedFiles, three, upload } from './test-acts.ts';

/** What conversations keep of somebody who is erased: "deleted account", and places without content. */

serveTests();

const say = async (who: TestPerson, id: string, body: object = { content: 'chào' }) =>
  done(await who.post(`${api}/conversations/${id}/messages`, body));
const messagesOf = async (who: TestPerson, id: string) =>
  done<{ items: Record<string, unknown>[] }>(
    await who.get(`${api}/conversations/${id}/messages?limit=100`),
  ).items;
const conversationOf = async (who: TestPerson, id: string) =>
  done<Record<string, unknown>>(await who.get(`${api}/conversations/${id}`));

it('keep a deleted account, and messages in their places without what they said', async () => {
  const [gone, friend, other] = await three();
  const id = await direct(gone, friend);
  const team = await group(gone, friend, other);
  const mediaId = await upload(gone);
  for (const at of [id, team]) {
    const first = await say(gone, at, { content: 'một' });
    await say(gone, at, { type: 'IMAGE', mediaId, clientId: 'x' });
    await say(friend, at, { content: 'hai', replyTo: first.id });
  }
  const device = new SyncDevice(friend);
  await device.sync();
  const socket = await friend.connect('/v1');
  const received = record(socket);
  const owned = (await messagesOf(friend, id)).length;
  done(await erase(gone));

  for (const at of [id, team]) {
    const [answer, picture, first] = await messagesOf(friend, at);
    const empty = { isRecalled: true, content: null, imageUrl: null, sender: nobody(gone.id) };
    expect(first).toMatchObject({ seq: 1, senderId: gone.id, ...empty });
    expect(picture).toMatchObject({ seq: 2, ...empty });
    const reply = { content: null, isRecalled: true, sender: nobody(gone.id) };
    expect(answer).toMatchObject({ seq: 3, content: 'hai', reply });
  }
  expect(owned).toBe(3);
  expect(await conversationOf(friend, id)).toMatchObject({
    createdBy: gone.id,
    memberCount: 2,
    members: expect.arrayContaining([expect.objectContaining({ user: nobody(gone.id) })]),
  });
  expect(await conversationOf(friend, team)).toMatchObject({ memberCount: 2 });
  const roles = (await conversationOf(friend, team)).members as { role: string }[];
  expect(roles.map(({ role }) => role).toSorted()).toEqual(['member', 'owner']);
  await expect.poll(() => storedFiles(server, mediaId), { timeout: 2000 }).toEqual([]);

  // Who is connected hears of it, who was away gets it by sync.
  await expect.poll(() => eventsOf(received, 'message.updated').length).toBe(4);
  expect(JSON.stringify(eventsOf(received, 'message.updated'))).not.toContain(gone.username);
  expect(eventsOf(received, 'member.left')).toMatchObject([{ conversationId: team }]);
  await device.sync();
  const fresh = new SyncDevice(friend);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
  // Each change has a version of its own, below what comes next.
  const { rows } = await server.pool.query(
    `select m.id from messages m join conversations c on c.id = m.conversation_id where m.version > c.version
     union all select null from messages group by conversation_id, version having count(*) > 1`,
  );
  expect(rows).toEqual([]);
});

it('are shown by every dialect as before', async () => {
  const [gone, friend] = await three();
  const id = await direct(gone, friend);
  await say(gone, id, { content: 'chưa đọc' });
  await say(friend, id);
  done(await erase(gone));
  const chat = await friend.chat();
  const answer = await emit(chat, 'open', { profileId: friend.id, groupId: id });
  expect(answer).toMatchObject({ status: 'success', messages: { length: 2 } });
  expect(JSON.stringify(answer)).not.toContain('chưa đọc');
  let unread: Promise<unknown> | undefined;
  const social = await friend.connect('/', (socket) => {
    unread = next(socket, 'allUnreadMsgFromServer');
  });
  expect(JSON.stringify(await unread)).not.toContain('chưa đọc');
  const refused = { to: gone.id, context: { text: 'ơi' } };
  expect(await emit(social, 'newMessageFromClient', refused)).toMatchObject({ status: 'error' });
  const room = await new RoomClient(server, `/ws/${id}/${friend.id}?token=${friend.token}`).open();
  room.send('send_message', { content: 'ơi' });
  expect(await room.frame('error')).toMatchObject({ code: 'blocked' });
  room.socket.close();
  expect((await friend.get(`${api}/unread`)).body.data.items).toMatchObject([{ unreadCount: 1 }]);
});

it('are closed for writing where nobody reads, and opened with nobody', async () => {
  const [gone, friend] = await three();
  const id = await direct(gone, friend);
  const mine = await say(friend, id);
  done(await erase(gone));
  const write = await friend.post(`${api}/conversations/${id}/messages`, { content: 'ơi' });
  expect(write).toMatchObject({ status: 403, ...refusal('blocked') });
  expect((await friend.put(`${api}/messages/${mine.id}/recall`)).status).toBe(200);
  const open = { isGroup: false, memberIds: [gone.id] };
  expect((await friend.post(`${api}/conversations`, open)).status).toBe(404);
  expect((await friend.get(`${api}/conversations`)).body.data.items).toMatchObject([{ id }]);
});

it('go with the last one in them', async () => {
  const [gone, friend] = await three();
  const ids = [await direct(gone, friend), await group(gone)];
  for (const id of ids) await say(gone, id);
  done(await erase(gone));
  const left = async () =>
    (await server.pool.query('select id from conversations where id = any($1)', [ids])).rows;
  expect(await left()).toEqual([{ id: ids[0] }]);
  done(await erase(friend));
  expect(await left()).toEqual([]);
});

it('lose reactions, mentions and receipts of the one who is gone, and tell by sync', async () => {
  const [gone, friend, other] = await three();
  const id = await group(friend, gone, other);
  const message = await say(friend, id, { content: `@${gone.username} @${other.username}` });
  for (const who of [gone, other])
    done(await who.put(`${api}/messages/${message.id}/reactions/❤️`));
  done(await gone.put(`${api}/messages/${message.id}/reactions/👍`));
  done(await gone.post(`${api}/conversations/${id}/read`));
  const device = new SyncDevice(friend);
  await device.sync();
  done(await erase(gone));
  expect(await messagesOf(friend, id)).toMatchObject([
    {
      mentions: [other.id],
      reactions: [{ emoji: '❤️', count: 1, userIds: [other.id] }],
    },
  ]);
  await device.sync();
  const fresh = new SyncDevice(friend);
  await fresh.sync();
  const { reads: _own, ...held } = device.state();
  const { reads, ...now } = fresh.state();
  expect(held).toEqual(now);
  expect(reads).toEqual([]);
});

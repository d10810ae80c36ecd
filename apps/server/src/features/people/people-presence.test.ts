import { describe, expect, it } from 'vitest';
import { emit, next, record, settle, type TestPerson } from '../../../test/people.ts';
import {
  accept,
  api,
  ask,
  block,
  direct,
  eventsOf,
  friends,
  serveTests,
  two,
  unblock,
  unfriend,
} from './test-acts.ts';

serveTests();

describe('presence', () => {
  it('reaches friends who share no conversation, on both dialects, from the moment they are', async () => {
    const [a, b] = await two();
    const [onV1, onChat] = [await a.connect('/v1'), await a.chat()];
    const [heard, heardOnChat] = [record(onV1), record(onChat)];
    await ask(a, b);
    const early = await b.connect('/v1');
    early.disconnect();
    await settle(onV1, onChat);
    expect(presenceIn(heard, heardOnChat)).toEqual([]);

    await accept(b, a);
    const came = [
      next(onV1, 'presence.updated', isOf(b, true)),
      next(onChat, 'userStatusUpdate', isOf(b, true)),
    ];
    const onB = await b.chat();
    await Promise.all(came);
    const sees = next(onB, 'userStatusUpdate', isOf(a, false));
    a.disconnect();
    await sees;

    const back = await a.connect('/v1');
    const went = next(back, 'presence.updated', isOf(b, false));
    b.disconnect();
    await went;
  });

  it('ends with the friendship, but for those who share a direct conversation', async () => {
    const [a, b] = await friends();
    const onA = await a.connect('/v1');
    const heard = record(onA);
    await unfriend(b, a);
    await settle(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);

    const [c, d] = await friends();
    const onC = await c.connect('/v1');
    await direct(c, d);
    await unfriend(c, d);
    await settle(onC);
    const came = next(onC, 'presence.updated', isOf(d, true));
    await comeAndGo(d);
    await came;
  });

  it('stops at once when somebody blocks, both ways, on open sockets and open conversations', async () => {
    const [a, b] = await friends();
    const conversationId = await direct(a, b);
    const sockets = [
      await a.connect('/v1'),
      await a.chat(),
      await b.connect('/v1'),
      await b.chat(),
    ];
    const [aV1, aChat, bV1, bChat] = sockets;
    if (!aV1 || !aChat || !bV1 || !bChat) throw new Error('four sockets were opened');
    for (const [who, socket] of [
      [a, aChat],
      [b, bChat],
    ] as const) {
      await emit(socket, 'open', { profileId: who.id, groupId: conversationId });
    }
    await emit(aV1, 'conversations.open', { conversationId });
    await settle(...sockets);

    const heard = sockets.map(record);
    await block(a, b);
    for (const socket of [aV1, bV1]) {
      await emit(socket, 'conversations.open', { conversationId });
      await emit(socket, 'conversations.close', { conversationId });
    }
    for (const [who, socket] of [
      [a, aChat],
      [b, bChat],
    ] as const) {
      await emit(socket, 'leave', { profileId: who.id, groupId: conversationId });
      await emit(socket, 'open', { profileId: who.id, groupId: conversationId });
    }
    const extra = await b.connect('/v1');
    await emit(extra, 'conversations.open', { conversationId });
    extra.disconnect();
    await settle(...sockets);
    expect(presenceIn(...heard)).toEqual([]);

    // A connection made under the block hears and tells as little.
    aV1.disconnect();
    aChat.disconnect();
    const again = await a.chat();
    heard.push(record(again));
    await emit(again, 'open', { profileId: a.id, groupId: conversationId });
    await emit(bChat, 'leave', { profileId: b.id, groupId: conversationId });
    bV1.disconnect();
    bChat.disconnect();
    await settle(again);
    expect(presenceIn(...heard)).toEqual([]);

    // The friendship is over, yet they share a conversation: unblocked, they see each other again.
    await unblock(a, b);
    await settle(again);
    const came = next(again, 'userStatusUpdate', isOf(b, true));
    const returned = await b.chat();
    await came;
    const opened = next(again, 'userStatusUpdate', isOf(b, true));
    await emit(returned, 'open', { profileId: b.id, groupId: conversationId });
    expect(await opened).toMatchObject({ groupId: conversationId, isActive: true });
  });

  it('stays away when the blocked one blocks back and only one takes it back', async () => {
    const [a, b] = await two();
    await direct(a, b);
    const onA = await a.connect('/v1');
    await block(a, b);
    await block(b, a);
    await unblock(a, b);
    await settle(onA);
    const heard = record(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);
    await unblock(b, a);
    await settle(onA);
    const came = next(onA, 'presence.updated', isOf(b, true));
    await comeAndGo(b);
    await came;
  });

  it('is told once when two sockets of a person come at the same time', async () => {
    const [a, b] = await friends();
    const onA = await a.connect('/v1');
    const heard = record(onA);
    await Promise.all([b.connect('/v1'), b.connect('/v1'), b.chat()]);
    await settle(onA);
    expect(presenceIn(heard)).toMatchObject([{ userId: b.id, isOnline: true }]);
  });

  it('stays hidden from those who come, or start a conversation, while they are blocked', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = await friends();
      const conversation = { isGroup: false, memberIds: [b.id] };
      const started = round % 2 ? [a.post(`${api}/conversations`, conversation)] : [];
      const [onB, onChat] = await Promise.all([
        b.connect('/v1'),
        b.chat(),
        block(a, b),
        ...started,
      ]);
      await settle(onB);
      const heard = [record(onB), record(onChat)];
      await comeAndGo(a);
      await settle(onB, onChat);
      expect(presenceIn(...heard)).toEqual([]);
    }
  });

  it('follows the last word when blocks and unblocks cross', async () => {
    const [a, b] = await friends();
    await direct(a, b);
    const onA = await a.connect('/v1');
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([block(a, b), unblock(a, b), block(b, a), unblock(b, a)]);
    }
    await block(a, b);
    await settle(onA);
    const heard = record(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);
    await Promise.all([unblock(a, b), unblock(b, a)]);
    await settle(onA);
    const came = next(onA, 'presence.updated', isOf(b, true));
    await comeAndGo(b);
    await came;
  });
});

async function comeAndGo(person: TestPerson): Promise<void> {
  const socket = await person.connect('/v1');
  await settle(socket);
  socket.disconnect();
}

function presenceIn(...recorded: [string, unknown][][]): unknown[] {
  return recorded.flatMap((received) => [
    ...eventsOf(received, 'presence.updated'),
    ...eventsOf(received, 'userStatusUpdate'),
  ]);
}

/** Whether an event of either dialect says that the person came or went. */
function isOf(person: TestPerson, isOnline: boolean) {
  return (payload: { userId?: string; profileId?: string; isOnline: boolean }): boolean =>
    (payload.userId ?? payload.profileId) === person.id && payload.isOnline === isOnline;
}

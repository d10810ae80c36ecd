import type { ConversationId, MessageId, SessionId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { expect, it } from 'vitest';
import { LocalRooms } from '../features/conversations/local-rooms.ts';
import type { Roster } from '../features/conversations/roster.ts';
import type { Run } from '../platform/call.ts';
import { type Connection, Connections } from '../platform/connections.ts';
import { newId } from '../platform/identifiers.ts';
import { SocialDelivery } from './social-delivery.ts';

const conversationId: ConversationId = newId();
const [lan, minh]: [UserId, UserId] = [newId(), newId()];

/** As far as this dialect looks at one. */
function message(seq: number): Message {
  const shown = {
    id: newId<MessageId>(),
    conversationId,
    seq,
    senderId: lan,
    content: `${seq}`,
    imageUrl: null,
    videoUrl: null,
    stickerUrl: null,
    replyTo: null,
    createdAt: new Date().toISOString(),
  };
  return shown as unknown as Message;
}

it('keeps what comes while a socket is being greeted until then, and tells nothing twice', async () => {
  const told: [string, unknown][] = [];
  const connections = new Connections();
  connections.addDoor('/', (event, payload) => void told.push([event.name, payload]));
  const connection: Connection = {
    id: 'one',
    door: '/',
    caller: { userId: minh, sessionId: newId<SessionId>(), role: 'user' },
    views: new Set(),
    end: () => {},
  };
  await connections.attach(connection);
  await connections.begin(connection);
  const rooms = new LocalRooms(connections);
  const counts = { joinedSeq: 0, sentCount: 0, readCount: 0, clearedSeq: 0 };
  rooms.join(minh, { conversationId, isGroup: false, lastSeq: 0, version: 1, ...counts });
  const roster = { rooms } as Roster;
  const delivery = new SocialDelivery({ roster, connections });
  const deliver = (seq: number) =>
    delivery.deliver(
      { type: 'message.created', message: message(seq), sentCount: seq, quoteHiddenFrom: [] },
      '',
    );

  // 1 and 2 are stored when the list is read; 2 is told later than that, as are 3 and 4.
  const stored = [message(2), message(1)];
  const greet = await delivery.greet(connection, (async () => ({ items: stored })) as Run);
  deliver(2);
  deliver(3);
  expect(told).toEqual([]);
  greet();
  deliver(4);
  const contents = told.map(([name, payload]) => [
    name,
    [payload].flat().map((one) => (one as { context: { text: string } }).context.text),
  ]);
  expect(contents).toEqual([
    ['allUnreadMsgFromServer', ['1', '2']],
    ['singleUnreadMsgFromServer', ['3']],
    ['singleUnreadMsgFromServer', ['4']],
  ]);
});

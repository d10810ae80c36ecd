import fc from 'fast-check';
import type { TestPerson } from './people.ts';
import type { SyncDevice } from './sync-device.ts';

/** One act of the random histories that exactness is held against. */
export type Act =
  | { kind: 'send'; by: number; clientId: number; names: number; message: number | null }
  | { kind: 'react' | 'unreact' | 'edit'; by: number; message: number; choice: number }
  | { kind: 'recall' | 'hide' | 'readUpTo'; by: number; message: number }
  | { kind: 'readAll' | 'sync'; by: number }
  | { kind: 'add' | 'remove' | 'leave'; who: number };

const person = fc.nat(2);
/** People come and go. */
export const memberAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('add', 'remove', 'leave'),
  who: fc.constantFrom(1, 2),
});
/** The first of three people owns the group. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      by: person,
      clientId: fc.nat(8),
      names: person,
      message: fc.option(fc.nat(20)),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('react', 'unreact', 'edit'),
      by: person,
      message: fc.nat(20),
      choice: fc.nat(1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('recall', 'hide', 'readUpTo'),
      by: person,
      message: fc.nat(20),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('readAll', 'sync'), by: person }) },
  { weight: 1, arbitrary: memberAct },
);

/** A group, who is or was in it with their devices, and the messages that were sent. */
export interface History {
  readonly id: string;
  readonly people: readonly TestPerson[];
  readonly devices: readonly SyncDevice[];
  readonly messageIds: string[];
}

/** Acts through the doors; what is refused changes nothing. */
export async function perform(history: History, given: Act): Promise<void> {
  const { id, people, messageIds, devices } = history;
  const [owner] = people;
  const who = people['who' in given ? given.who : given.by];
  if (!owner || !who) throw new Error('nobody');
  const messageId =
    'message' in given && given.message !== null
      ? messageIds[given.message % Math.max(1, messageIds.length)]
      : undefined;
  switch (given.kind) {
    case 'send': {
      const sent = await who.post(`/api/v1/conversations/${id}/messages`, {
        type: 'TEXT',
        content: `${given.clientId} @${people[given.names]?.username}`,
        clientId: `c${given.clientId}`,
        ...(messageId !== undefined && { replyTo: messageId }),
      });
      if (sent.status === 201) messageIds.push(sent.body.data.id);
      break;
    }
    case 'react':
    case 'unreact': {
      const path = `/api/v1/messages/${messageId}/reactions/${['👍', '❤️'][given.choice]}`;
      if (messageId) await (given.kind === 'react' ? who.put(path) : who.delete(path));
      break;
    }
    case 'edit':
      if (messageId)
        await who.patch(`/api/v1/messages/${messageId}`, {
          content: `edited @${people[given.choice]?.username}`,
        });
      break;
    case 'recall':
      if (messageId) await who.put(`/api/v1/messages/${messageId}/recall`);
      break;
    case 'hide':
      if (messageId) await who.delete(`/api/v1/messages/${messageId}`);
      break;
    case 'readUpTo':
      if (messageId)
        await who.post(`/api/v1/conversations/${id}/read`, { upToMessageId: messageId });
      break;
    case 'readAll':
      await who.post(`/api/v1/conversations/${id}/read`);
      break;
    case 'sync':
      await devices[given.by]?.sync();
      break;
    case 'add':
      await owner.post(`/api/v1/conversations/${id}/members`, { userIds: [who.id] });
      break;
    case 'remove':
      await owner.delete(`/api/v1/conversations/${id}/members/${who.id}`);
      break;
    case 'leave':
      await who.post(`/api/v1/conversations/${id}/leave`);
      break;
  }
}

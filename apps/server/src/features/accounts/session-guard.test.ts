import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionId, UserId } from '@xom/contract/fields';
import { describe, expect, test, vi } from 'vitest';
import { LocalBus } from '../../platform/bus.ts';
import { type Connection, Connections } from '../../platform/connections.ts';
import { newId } from '../../platform/identifiers.ts';
import { userTopic } from '../../topics.ts';
import type { AccountEvent } from './accounts.events.ts';
import { createSessionGuard } from './session-guard.ts';

function start() {
  const bus = new LocalBus<AccountEvent>((error) => {
    throw error;
  });
  const connections = new Connections();
  connections.listen(createSessionGuard(bus, connections));
  const endSession = async (userId: UserId, sessionId: SessionId | null) => {
    bus.publish(userTopic(userId), { type: 'session.ended', userId, sessionId, reason: 'why' });
    await nextTurn();
  };
  const connect = async (userId: UserId, sessionId: SessionId) => {
    const end = vi.fn<Connection['end']>();
    const connection: Connection = {
      id: newId(),
      door: '/v1',
      caller: { userId, sessionId, role: 'user' },
      views: new Set(),
      end: (reason) => {
        end(reason);
        connections.detach(connection);
      },
    };
    await connections.attach(connection);
    return { connection, end };
  };
  return { bus, connections, connect, endSession };
}

describe('the session guard', () => {
  test('ends the sockets of a session that ends, and no others', async () => {
    const { connect, endSession } = start();
    const [lan, minh] = [newId<UserId>(), newId<UserId>()];
    const [phone, desk] = [newId<SessionId>(), newId<SessionId>()];
    const onPhone = await connect(lan, phone);
    const alsoOnPhone = await connect(lan, phone);
    const atDesk = await connect(lan, desk);
    const other = await connect(minh, newId<SessionId>());
    await endSession(lan, phone);
    expect(onPhone.end).toHaveBeenCalledExactlyOnceWith('why');
    expect(alsoOnPhone.end).toHaveBeenCalledExactlyOnceWith('why');
    expect(atDesk.end).not.toHaveBeenCalled();
    await endSession(lan, null);
    expect(atDesk.end).toHaveBeenCalledOnce();
    expect(other.end).not.toHaveBeenCalled();
  });

  test('listens as long as somebody is there', async () => {
    const { bus, connections, connect } = start();
    const unsubscribe = vi.spyOn(bus, 'unsubscribe');
    const lan = newId<UserId>();
    const first = await connect(lan, newId<SessionId>());
    const second = await connect(lan, newId<SessionId>());
    connections.detach(first.connection);
    expect(unsubscribe).not.toHaveBeenCalled();
    connections.detach(second.connection);
    expect(unsubscribe).toHaveBeenCalledExactlyOnceWith(userTopic(lan), expect.any(Function));
  });

  test('leaves in peace who signs in again in the same moment', async () => {
    const { bus, connect } = start();
    const lan = newId<UserId>();
    const before = await connect(lan, newId<SessionId>());
    bus.publish(userTopic(lan), {
      type: 'session.ended',
      userId: lan,
      sessionId: null,
      reason: 'why',
    });
    const after = await connect(lan, newId<SessionId>());
    await nextTurn();
    expect(before.end).toHaveBeenCalledOnce();
    expect(after.end).not.toHaveBeenCalled();
  });
});

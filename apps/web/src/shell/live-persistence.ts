import type { UserId } from '@xom/contract/fields';
import type { Persistence } from '@xom/sdk/persistence';
import { openDevice } from './device-storage.ts';

/** Keeps conversations and the outbox in this browser, each person's apart. All tabs share it. */
export const devicePersistence: Persistence = {
  async loadConversations(userId) {
    return (await openDevice()).getAll('live', allOf(userId));
  },
  async putConversations(userId, changed) {
    const writing = (await openDevice()).transaction('live', 'readwrite');
    await Promise.all([
      ...changed.map((one) => writing.store.put(one, keyOf(userId, one.id))),
      writing.done,
    ]);
  },
  async removeConversations(userId, ids) {
    const writing = (await openDevice()).transaction('live', 'readwrite');
    await Promise.all([...ids.map((id) => writing.store.delete(keyOf(userId, id))), writing.done]);
  },
  async clear(userId) {
    const device = await openDevice();
    await device.delete('live', allOf(userId));
    await device.delete('outbox', allOf(userId));
  },
  outbox: {
    async load(userId) {
      return (await openDevice()).getAll('outbox', allOf(userId));
    },
    async put(userId, item) {
      await (await openDevice()).put('outbox', item, keyOf(userId, item.clientId));
    },
    async remove(userId, clientId) {
      await (await openDevice()).delete('outbox', keyOf(userId, clientId));
    },
  },
};

function keyOf(userId: UserId, id: string): string {
  return `${userId} ${id}`;
}

function allOf(userId: UserId): IDBKeyRange {
  return IDBKeyRange.bound(keyOf(userId, ''), keyOf(userId, '\uffff'));
}

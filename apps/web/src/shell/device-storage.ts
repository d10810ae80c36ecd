import type { DehydratedState } from '@tanstack/react-query';
import type { OutboxItem } from '@xom/sdk/outbox';
import type { KeptConversation } from '@xom/sdk/persistence';
import { deleteDB, type DBSchema, type IDBPDatabase, openDB } from 'idb';

interface Schema extends DBSchema {
  /** The last answers of lists, by whose they are. */
  queries: { key: string; value: DehydratedState };
  /** Conversations and their newest messages, by whose they are and their id. */
  live: { key: string; value: KeptConversation };
  /** What is to be sent, by whose it is and its `clientId`. */
  outbox: { key: string; value: OutboxItem };
}
export type Device = IDBPDatabase<Schema>;

const name = 'xom';
/** What somebody chose for this device, whoever signs in. */
const ofDevice = new Set(['xom:language', 'xom:theme']);
let opened: Promise<Device> | null = null;

/** What this browser keeps of the person signed in: lists, conversations, the outbox. */
export function openDevice(): Promise<Device> {
  opened ??= openDB<Schema>(name, 1, {
    upgrade(fresh) {
      for (const store of ['queries', 'live', 'outbox'] as const) fresh.createObjectStore(store);
    },
    // Another tab removes it, or brings a newer one.
    blocking: () => void close(),
    terminated: () => {
      opened = null;
    },
  });
  return opened;
}

/** Removes all of it, and what is theirs in the small storage beside it. */
export async function forgetDevice(): Promise<void> {
  await close();
  await deleteDB(name);
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('xom:') && !ofDevice.has(key)) localStorage.removeItem(key);
  }
}

async function close(): Promise<void> {
  const closing = opened;
  opened = null;
  (await closing)?.close();
}

import type { Me } from '@xom/contract/accounts';
import { XomError } from '@xom/sdk/client';
import { client, onSessionEnd } from './client.ts';
import { forgetDevice } from './device-storage.ts';

/**
 * `loading` until it is known whether somebody is signed in. Who was here last is shown at once, also
 * offline, while the server is asked whether their session lives.
 */
export type SessionState =
  | { readonly state: 'loading'; readonly me: null }
  | { readonly state: 'signed-out'; readonly me: null; readonly isSuspended: boolean }
  | { readonly state: 'signed-in'; readonly me: Me };

const key = 'xom:me';
const listeners = new Set<() => void>();
/** Told when somebody who was here no longer is. */
const leavers = new Set<() => void>();
let now: SessionState = remembered();

/** Who is here, as far as it is known. */
export function readSession(): SessionState {
  return now;
}

/** Calls back whenever `readSession` has changed; answers with what stops that. */
export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls back when a session ends, here or by the server; answers with what stops that. */
export function onLeave(listener: () => void): () => void {
  leavers.add(listener);
  return () => void leavers.delete(listener);
}

/** Resolves when it is known whether somebody is signed in. */
export function sessionKnown(): Promise<void> {
  if (now.state !== 'loading') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = subscribeSession(() => {
      stop();
      resolve();
    });
  });
}

export function setSignedIn(me: Me): void {
  set(signedIn(me));
}

/** Asks the server who is here, and from then on follows what ends the session, here or in another tab. */
export function startSession(): void {
  onSessionEnd((refusal) => void ended(refusal));
  addEventListener('storage', (event) => {
    if (event.key !== key || event.oldValue === event.newValue) return;
    const before = now.me?.id;
    now = remembered();
    if (now.me?.id === before) for (const listener of listeners) listener();
    // Somebody else, or nobody: nothing of the one before may stay in this tab.
    else location.reload();
  });
  void ask();
}

/** Ends it on this device, with all that is kept here. */
export async function endSession(refusal: XomError | null): Promise<void> {
  client.close();
  await forgetDevice();
  set({ state: 'signed-out', me: null, isSuspended: refusal?.code === 'account_suspended' });
}

function signedIn(me: Me): SessionState {
  return { state: 'signed-in', me };
}

function set(next: SessionState): void {
  // All that is shown is shown anew when it changes.
  if (next.me && JSON.stringify(next.me) === JSON.stringify(now.me)) return;
  now = next;
  if (next.me) localStorage.setItem(key, JSON.stringify(next.me));
  else localStorage.removeItem(key);
  for (const listener of listeners) listener();
}

/** Who was signed in here last; `loading` when nobody knows. */
function remembered(): SessionState {
  const kept = localStorage.getItem(key);
  // What we have put there ourselves.
  return kept === null ? { state: 'loading', me: null } : signedIn(JSON.parse(kept) as Me);
}

async function ask(): Promise<void> {
  try {
    const { user } = await client.auth.refresh();
    // A server of an older version does not say it.
    set(signedIn(user ?? (await client.users.me())));
  } catch (error) {
    // Offline, or a server at rest: who was here stays, and the socket asks again.
    const isRefused = error instanceof XomError && error.status >= 400 && error.status < 500;
    if (isRefused && error.code !== 'rate_limited') await ended(error);
    else if (now.state === 'loading') set({ state: 'signed-out', me: null, isSuspended: false });
  }
}

async function ended(refusal: XomError | null): Promise<void> {
  if (now.state === 'signed-out') return;
  const wasSomebody = now.state === 'signed-in';
  await endSession(refusal);
  // Of a visitor nothing is held but what the page that they opened is asking.
  if (wasSomebody) for (const leave of leavers) leave();
}

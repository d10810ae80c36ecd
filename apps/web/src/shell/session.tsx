import type { Me } from '@xom/contract/accounts';
import { XomError } from '@xom/sdk/client';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
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

export interface Session {
  readonly current: SessionState;
  /** @throws XomError as `auth.login` */
  signIn(input: { username: string; password: string }): Promise<void>;
  /** @throws XomError as `auth.register` */
  signUp(input: {
    username: string;
    email: string;
    password: string;
    displayName?: string;
  }): Promise<void>;
  /** Signs out on this device: all tabs, and all that is kept here. */
  signOut(): Promise<void>;
  /** Takes over what a change of one's own profile answered. */
  updateMe(me: Me): void;
}

const key = 'xom:me';
const SessionContext = createContext<Session | null>(null);

/** Keeps the session of this page, in step with the browser's other tabs. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const current = useSyncExternalStore(subscribe, read);
  useEffect(() => follow(() => queries.clear()), [queries]);
  const session = useMemo(
    () => ({
      current,
      async signIn({ username, password }: { username: string; password: string }) {
        const name = username.includes('@') ? { email: username } : { username };
        set(signedIn((await client.auth.login({ ...name, password })).user));
      },
      async signUp(input: {
        username: string;
        email: string;
        password: string;
        displayName?: string;
      }) {
        set(signedIn((await client.auth.register(input)).user));
      },
      async signOut() {
        // The server is told first: what cannot be told to it is not signed out.
        await client.auth.logout().catch((error: unknown) => {
          if (!(error instanceof XomError) || error.code !== 'unauthenticated') throw error;
        });
        await end(null);
        queries.clear();
      },
      updateMe: (me: Me) => set(signedIn(me)),
    }),
    [current, queries],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session, whether or not somebody is signed in. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('there is no SessionProvider');
  return session;
}

/** Who is signed in, on pages that only such people see. */
export function useMe(): Me {
  const { current } = useSession();
  if (!current.me) throw new Error('nobody is signed in');
  return current.me;
}

const signedIn = (me: Me): SessionState => ({ state: 'signed-in', me });
const signedOut = (refusal: XomError | null): SessionState => ({
  state: 'signed-out',
  me: null,
  isSuspended: refusal?.code === 'account_suspended',
});
const listeners = new Set<() => void>();
let now: SessionState = remembered();

function read(): SessionState {
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function set(next: SessionState): void {
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

/** Asks the server who is here, and follows what ends the session, here or in another tab. */
function follow(clear: () => void): () => void {
  const ended = async (refusal: XomError | null) => {
    if (now.state === 'signed-out') return;
    const wasSomebody = now.state === 'signed-in';
    await end(refusal);
    // Of a visitor nothing is held but what the page that they opened is asking.
    if (wasSomebody) clear();
  };
  const stop = onSessionEnd((refusal) => void ended(refusal));
  const changedElsewhere = (event: StorageEvent) => {
    if (event.key !== key || event.oldValue === event.newValue) return;
    const before = now.me?.id;
    now = remembered();
    if (now.me?.id === before) for (const listener of listeners) listener();
    // Somebody else, or nobody: nothing of the one before may stay in this tab.
    else location.reload();
  };
  addEventListener('storage', changedElsewhere);
  void ask(ended);
  return () => {
    stop();
    removeEventListener('storage', changedElsewhere);
  };
}

async function ask(ended: (refusal: XomError) => Promise<void>): Promise<void> {
  try {
    await client.auth.refresh();
    set(signedIn(await client.users.me()));
  } catch (error) {
    // Offline, or a server at rest: who was here stays, and the socket asks again.
    const isRefused = error instanceof XomError && error.status >= 400 && error.status < 500;
    if (isRefused && error.code !== 'rate_limited') await ended(error);
    else if (now.state === 'loading') set(signedOut(null));
  }
}

async function end(refusal: XomError | null): Promise<void> {
  client.close();
  await forgetDevice();
  set(signedOut(refusal));
}

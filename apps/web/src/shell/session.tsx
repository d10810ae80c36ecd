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
import { client } from './client.ts';
import {
  endSession,
  onLeave,
  readSession,
  type SessionState,
  setSignedIn,
  subscribeSession,
} from './session-state.ts';

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

const SessionContext = createContext<Session | null>(null);

/** The session of this page, in step with the browser's other tabs. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const current = useSyncExternalStore(subscribeSession, readSession);
  useEffect(() => onLeave(() => queries.clear()), [queries]);
  const session = useMemo(
    () => ({
      current,
      async signIn({ username, password }: { username: string; password: string }) {
        const name = username.includes('@') ? { email: username } : { username };
        setSignedIn((await client.auth.login({ ...name, password })).user);
      },
      async signUp(input: {
        username: string;
        email: string;
        password: string;
        displayName?: string;
      }) {
        setSignedIn((await client.auth.register(input)).user);
      },
      async signOut() {
        // The server is told first: what cannot be told to it is not signed out.
        await client.auth.logout().catch((error: unknown) => {
          if (!(error instanceof XomError) || error.code !== 'unauthenticated') throw error;
        });
        await endSession(null);
        queries.clear();
      },
      updateMe: setSignedIn,
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

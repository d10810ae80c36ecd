import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { ToastProvider } from '../design/toast.tsx';
import { followUpdates } from '../shell/app-update.ts';
import { BesideContext } from '../shell/beside.ts';
import { askAnewForWhatMayBeOld } from '../shell/happenings.ts';
import { startLiveEarly } from '../shell/live-start.ts';
import { makeQueryClient } from '../shell/queries.ts';
import { SessionProvider } from '../shell/session.tsx';
import { followTheme } from '../shell/theme.ts';
import { turn } from '../shell/turn.ts';
import { askEarly } from './early-asks.ts';
import { Beside } from './beside.tsx';
import { followEvents } from './events.ts';
import { router } from './router.tsx';

const updatesAfterMs = 2_000;

/** Shows the page that was opened, once `languages` speak. */
export async function start(languages: Promise<void>): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  followTheme();
  const queries = makeQueryClient();
  askAnewForWhatMayBeOld(queries);
  followEvents(queries);
  void startLiveEarly(queries).then((live) => live && askEarly(queries, live));
  await turn();
  await Promise.all([languages, router.load()]);
  const app = (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <SessionProvider>
            <BesideContext value={<Beside />}>
              <RouterProvider router={router} />
            </BesideContext>
          </SessionProvider>
        </ToastProvider>
      </QueryClientProvider>
    </StrictMode>
  );
  // In slices, between which the browser can do other things.
  startTransition(() => createRoot(root).render(app));
  // What is kept for offline comes after what is shown.
  setTimeout(() => void followUpdates(), updatesAfterMs);
}

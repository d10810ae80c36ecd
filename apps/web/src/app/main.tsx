import '../design/tokens.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ToastProvider } from '../design/toast.tsx';
import { followUpdates } from '../shell/app-update.ts';
import { startLanguages } from '../shell/i18n.ts';
import { BesideContext } from '../shell/beside.ts';
import { makeQueryClient } from '../shell/queries.ts';
import { SessionProvider } from '../shell/session.tsx';
import { followTheme } from '../shell/theme.ts';
import { Beside } from './beside.tsx';
import { followEvents } from './events.ts';
import { loadMoreTexts, loadTexts } from './load-texts.ts';
import { router } from './router.tsx';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  const queries = makeQueryClient();
  followEvents(queries);
  followTheme();
  await startLanguages({ loadTexts, loadMoreTexts });
  createRoot(root).render(
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
    </StrictMode>,
  );
}

void start();
void followUpdates();

import '../design/tokens.css';
import { openDevice } from '../shell/device-storage.ts';
import { preferredLanguage, startLanguages } from '../shell/i18n.ts';
import { startSession } from '../shell/session-state.ts';
import { turn } from '../shell/turn.ts';
import { warmFormats } from '../shell/warm-formats.ts';
import { loadMoreTexts, loadTexts } from './load-texts.ts';

// First what takes its time elsewhere; then the rest of the scripts, each part in a task of its own.
startSession();
// What cannot be opened now is asked for again by whoever needs it.
openDevice().catch(() => undefined);
warmFormats();
const languages = startLanguages({ loadTexts, loadMoreTexts });
bringFonts();
void import('react-dom/client')
  .then(turn)
  .then(() => import('./start.tsx'))
  .then(({ start }) => start(languages));
bringPage();

/** The letters of the language, before the first text: else that is laid out twice. */
function bringFonts(): void {
  const letters = preferredLanguage() === 'vi' ? 'ađạ' : 'a';
  for (const weight of [400, 600]) {
    // Without them there are those of the system.
    document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, letters).catch(() => undefined);
  }
}

/** What the pages consist of that are opened first mostly: it comes with the rest, and not when that has been read. */
function bringPage(): void {
  const { pathname } = location;
  const parts: Promise<unknown>[] = [];
  if (pathname === '/')
    parts.push(import('../shell/signed-in.tsx'), import('../features/feed/feed-page.tsx'));
  if (pathname.startsWith('/messages/')) {
    parts.push(
      import('../shell/signed-in.tsx'),
      import('../features/chats/chats-page.tsx'),
      import('../features/chats/chat-page.tsx'),
    );
    // Beside it where there is room: a network that breaks once the page shows must not keep it away.
    if (matchMedia('(width >= 64rem)').matches)
      parts.push(import('../features/chats/chat-list.tsx'));
  }
  // The route asks for it again.
  Promise.all(parts).catch(() => undefined);
}

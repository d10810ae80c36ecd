import '../design/tokens.css';
import { openDevice } from '../shell/device-storage.ts';
import { preferredLanguage, startLanguages } from '../shell/i18n.ts';
import { startSession } from '../shell/session-state.ts';
import { loadMoreTexts, loadTexts } from './load-texts.ts';

// First what takes its time elsewhere; then the rest of the scripts, each part in a task of its own.
startSession();
// What cannot be opened now is asked for again by whoever needs it.
openDevice().catch(() => undefined);
const languages = startLanguages({ loadTexts, loadMoreTexts });
bringFonts();
void import('./start.tsx').then(({ start }) => start(languages));

/** The letters of the language, before the first text: else that is laid out twice. */
function bringFonts(): void {
  const letters = preferredLanguage() === 'vi' ? 'ađạ' : 'a';
  for (const weight of [400, 600]) {
    // Without them there are those of the system.
    document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, letters).catch(() => undefined);
  }
}

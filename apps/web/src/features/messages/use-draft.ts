import type { Conversation } from '@xom/contract/conversations';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLive } from '../../shell/live.tsx';

const idleMs = 2_000;

/**
 * The text that is not sent yet. The server keeps it for the other devices: after a rest, on leaving, and
 * what another device wrote is taken over while nothing is written here.
 */
export function useDraft({ id, draft }: Conversation): [string, (text: string) => void] {
  const live = useLive();
  const [text, setText] = useState(draft ?? '');
  /** What the server holds, as far as is known here. */
  const [kept, setKept] = useState(draft ?? '');
  const state = useRef({ text, kept });

  const incoming = draft ?? '';
  if (incoming !== kept) {
    setKept(incoming);
    if (text === kept) setText(incoming);
  }
  useEffect(() => {
    state.current = { text, kept: incoming };
  }, [text, incoming]);

  const save = useCallback(() => {
    const { text, kept } = state.current;
    if (text === kept) return;
    // A draft that cannot be kept stays here, and the next rest tries again.
    live.setPreferences(id, { draft: text === '' ? null : text }).catch(() => undefined);
  }, [live, id]);

  useEffect(() => {
    if (text === incoming) return undefined;
    const timer = setTimeout(save, idleMs);
    return () => clearTimeout(timer);
  }, [text, incoming, save]);

  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && save();
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      save();
    };
  }, [save]);

  return [text, setText];
}

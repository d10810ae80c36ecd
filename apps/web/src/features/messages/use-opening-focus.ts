import { type RefObject, useEffect } from 'react';
import type { ComposerHandle } from './composer.tsx';

/** Whoever opens a conversation writes at once; where there is no keyboard, none comes up over what one reads. */
export function useOpeningFocus(composer: RefObject<ComposerHandle | null>): void {
  useEffect(() => {
    if (!matchMedia('(pointer: fine)').matches || isWritingElsewhere()) return;
    composer.current?.field()?.focus({ preventScroll: true });
  }, [composer]);
}

/** Whether somebody writes in another field; one in a dialog closes as the conversation opens. */
function isWritingElsewhere(): boolean {
  const { activeElement } = document;
  const isField = activeElement?.matches('input, textarea, [contenteditable]') === true;
  return isField && activeElement?.closest('[role="dialog"]') === null;
}

import type { Person } from '@xom/contract/fields';
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { matchingPeople, type MentionQuery, mentionAt } from './mention-suggestions.tsx';

interface MentionSettings {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (text: string) => void;
  /** Who can be named. */
  people: Iterable<Person>;
  isEnabled: boolean;
}

/** Suggests people while somebody is being named in a text field, and writes the chosen one into it. */
export function useMentions({ field, text, setText, people, isEnabled }: MentionSettings) {
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [index, setIndex] = useState(0);
  const found = useMemo(
    () => (query && isEnabled ? matchingPeople(people, query.asked) : []),
    [query, people, isEnabled],
  );
  const activeIndex = Math.min(index, found.length - 1);

  const select = ({ username }: Person): void => {
    if (!query || !field.current) return;
    const caret = query.start + query.asked.length + 1;
    const before = `${text.slice(0, query.start)}@${username} `;
    const after = text.slice(caret).trimStart();
    setText(before + after);
    setQuery(null);
    const { current } = field;
    // React writes the new text first; only then can the caret stand in it.
    requestAnimationFrame(() => {
      current.focus();
      current.setSelectionRange(before.length, before.length);
    });
  };

  return {
    found,
    activeIndex,
    select,
    /** Call it when the text or the caret moved. */
    follow(): void {
      const { current } = field;
      setQuery(current && mentionAt(current.value, current.selectionStart));
      setIndex(0);
    },
    close: () => setQuery(null),
    /** Whether the key was one of the suggestions'. */
    onKey(event: KeyboardEvent): boolean {
      const active = found[activeIndex];
      if (!active) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setIndex((activeIndex + step + found.length) % found.length);
      else if (event.key === 'Enter' || event.key === 'Tab') select(active);
      else if (event.key === 'Escape') setQuery(null);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

import { useQuery } from '@tanstack/react-query';
import type { Conversation } from '@xom/contract/conversations';
import type { Person } from '@xom/contract/fields';
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { useSettled } from '../../shell/use-settled.ts';
import { useConversationPeople } from './member-names.tsx';
import { matchingPeople, type MentionQuery, mentionAt } from './mention-query.ts';
import { foundMembersQuery } from './messages.queries.ts';

interface MentionSettings {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  setText: (text: string) => void;
  conversation: Conversation;
}

/** Suggests people while somebody is being named in a text field, and writes the chosen one into it. */
export function useMentions({ field, text, setText, conversation }: MentionSettings) {
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [index, setIndex] = useState(0);
  const found = useNameable(conversation, query?.asked ?? null);
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

/** Who can be named by what is asked: whom this page knows at once, and in large groups whom the server finds. */
function useNameable(conversation: Conversation, asked: string | null): readonly Person[] {
  const { id, isGroup, members, memberCount } = conversation;
  const known = useConversationPeople();
  const settled = useSettled(asked ?? '');
  const isLarge = isGroup && memberCount > members.length;
  const { data: others } = useQuery(foundMembersQuery(id, isLarge && asked ? settled : ''));
  return useMemo(() => {
    if (!isGroup || asked === null) return [];
    const people = new Map([...known.values(), ...(others ?? [])].map((one) => [one.id, one]));
    return matchingPeople(people.values(), asked);
  }, [isGroup, asked, known, others]);
}

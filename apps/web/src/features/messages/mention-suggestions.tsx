import type { Person } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { folded } from '../../shell/folded.ts';

const atMost = 6;

/** Where somebody is being named: `@` and what of the name is written, up to the caret. */
export interface MentionQuery {
  readonly start: number;
  readonly asked: string;
}

/** What is being named at the caret; null: nobody. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const match = /(?:^|\s)@([\p{L}\p{N}._]{0,30})$/u.exec(text.slice(0, caret));
  const asked = match?.[1];
  return asked === undefined ? null : { start: caret - asked.length - 1, asked };
}

/** The people whose name or username begins with what is asked, whatever its accents and case. */
export function matchingPeople(people: Iterable<Person>, asked: string): readonly Person[] {
  const wanted = folded(asked);
  return [...people]
    .filter(({ username, displayName }) => {
      if (username === null) return false;
      const words = [username, ...folded(displayName ?? '').split(/\s+/)];
      return words.some((word) => word.startsWith(wanted));
    })
    .slice(0, atMost);
}

interface MentionSuggestionsProps {
  id: string;
  people: readonly Person[];
  activeIndex: number;
  onSelect: (person: Person) => void;
}

/** Who can be named; the keys are the text field's. */
export function MentionSuggestions({ id, people, activeIndex, onSelect }: MentionSuggestionsProps) {
  const { t } = useTranslation('messages');
  const nameOf = usePersonName();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('mentions')}
      className="absolute bottom-full left-2 z-20 mb-1 w-72 max-w-[calc(100%-1rem)] overflow-hidden rounded-md border border-hairline bg-raised py-1 shadow-float"
    >
      {people.map((person, index) => (
        // The text field has the focus and the keys.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === activeIndex}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onSelect(person)}
          className={`flex min-h-11 cursor-default items-center gap-3 px-3 py-1 ${index === activeIndex ? 'bg-hover' : ''}`}
        >
          <Avatar id={person.id} name={nameOf(person)} photoUrl={person.photoUrl} size="sm" />
          <span className="min-w-0">
            <span className="block truncate font-semibold">{nameOf(person)}</span>
            <span className="block truncate text-caption text-muted">@{person.username}</span>
          </span>
        </div>
      ))}
    </div>
  );
}

import type { Person } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { usePersonName } from '../people/person-name.tsx';

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

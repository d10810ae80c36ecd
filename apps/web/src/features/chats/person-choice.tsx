import type { Person, UserId } from '@xom/contract/fields';
import { useQuery } from '@tanstack/react-query';
import { Check, Search, SearchX, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { TextField } from '../../design/field.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { companionsQuery, peopleFoundQuery } from './chats.queries.ts';

interface PersonChoiceProps {
  chosen: readonly Person[];
  onChange: (chosen: readonly Person[]) => void;
  /** Who cannot be chosen, and why. */
  reasonAgainst?: (userId: UserId) => string | undefined;
}

/** Chooses people: friends and whom I follow first, anybody by search. */
export function PersonChoice({ chosen, onChange, reasonAgainst }: PersonChoiceProps) {
  const { t } = useTranslation('chats');
  const nameOf = usePersonName();
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const me = useMe();
  const companions = useQuery(companionsQuery(me.id));
  const found = useQuery(peopleFoundQuery(asked));
  const { data } = asked === '' ? companions : found;
  const shown = data?.filter(({ id }) => id !== me.id);
  const toggle = (person: Person) => {
    const isChosen = chosen.some(({ id }) => id === person.id);
    onChange(isChosen ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
    if (!isChosen) setQuery('');
  };
  return (
    <div className="flex flex-col">
      <div className="sticky top-0 z-10 flex flex-col gap-3 bg-raised px-4 pb-3">
        <TextField
          type="search"
          label={t('searchPeople')}
          isLabelHidden
          placeholder={t('searchPeople')}
          leading={<Search />}
          value={query}
          maxLength={100}
          autoFocus
          onChange={({ target }) => setQuery(target.value)}
          onKeyDown={({ key }) => {
            if (key === 'Backspace' && query === '') onChange(chosen.slice(0, -1));
          }}
        />
        {chosen.length > 0 && (
          <ul aria-label={t('chosen')} className="flex max-h-28 flex-wrap gap-2 overflow-y-auto">
            {chosen.map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  onClick={() => toggle(person)}
                  className="touch flex h-9 items-center gap-2 rounded-full bg-sunken pr-3 pl-1 text-caption hover:bg-hover"
                >
                  <Avatar
                    id={person.id}
                    name={nameOf(person)}
                    photoUrl={person.photoUrl}
                    size="xs"
                  />
                  <span className="max-w-40 truncate">{nameOf(person)}</span>
                  <X role="img" aria-label={t('takeOut')} className="size-4" strokeWidth={1.75} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="min-h-72">
        {shown?.length === 0 && (
          <EmptyState
            icon={<SearchX />}
            heading="p"
            title={t(asked === '' ? 'noCompanions' : 'nobodyFound')}
          />
        )}
        {shown ? (
          <ul aria-label={t(asked === '' ? 'companions' : 'found')}>
            {shown.map((person) => (
              <Choice
                key={person.id}
                person={person}
                isChosen={chosen.some(({ id }) => id === person.id)}
                reason={reasonAgainst?.(person.id)}
                onToggle={() => toggle(person)}
              />
            ))}
          </ul>
        ) : (
          [0, 1, 2, 3, 4].map((shape) => <SkeletonRow key={shape} />)
        )}
      </div>
    </div>
  );
}

interface ChoiceProps {
  person: Person;
  isChosen: boolean;
  reason: string | undefined;
  onToggle: () => void;
}

function Choice({ person, isChosen, reason, onToggle }: ChoiceProps) {
  const nameOf = usePersonName();
  const line = reason ?? (person.username === null ? '' : `@${person.username}`);
  return (
    <li>
      <label
        className={`flex min-h-14 items-center gap-3 px-4 py-2 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-brick ${reason === undefined ? 'cursor-pointer hover:bg-hover' : ''}`}
      >
        <Avatar id={person.id} name={nameOf(person)} photoUrl={person.photoUrl} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{nameOf(person)}</span>
          <span className="block truncate text-caption text-muted">{line}</span>
        </span>
        <span className="relative inline-flex shrink-0">
          <input
            type="checkbox"
            checked={isChosen}
            disabled={reason !== undefined}
            onChange={onToggle}
            className="peer size-6 cursor-[inherit] appearance-none rounded-full border border-edge outline-none checked:border-brick-fill checked:bg-brick-fill disabled:opacity-50"
          />
          <Check
            aria-hidden
            strokeWidth={2.5}
            className="pointer-events-none absolute inset-1 size-4 text-on-brick opacity-0 peer-checked:opacity-100"
          />
        </span>
      </label>
    </li>
  );
}

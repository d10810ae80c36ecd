import type { Person } from '@xom/contract/fields';
import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { TextField } from '../../design/field.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { useSettled } from '../../shell/use-settled.ts';
import { usePersonName } from '../people/person-name.tsx';
import { maxTagged } from './draft.ts';
import { foundPeopleQuery } from './use-suggestions.ts';

/** Whom a post tags: those chosen, and a search for more. */
export function TagPeople({
  people,
  onChange,
}: {
  people: readonly Person[];
  onChange: (people: readonly Person[]) => void;
}) {
  const { t } = useTranslation('posts');
  const nameOf = usePersonName();
  const [asked, setAsked] = useState('');
  const query = useSettled(asked);
  const { data: found = [] } = useQuery(foundPeopleQuery(query));
  const offered =
    asked.trim() === '' ? [] : found.filter(({ id }) => people.every((p) => p.id !== id));
  const isFull = people.length >= maxTagged;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t('tagPeople')}</legend>
      {people.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {people.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                onClick={() => onChange(people.filter(({ id }) => id !== person.id))}
                className="icons touch inline-flex min-h-9 items-center gap-1.5 rounded-full bg-sunken py-1 pr-2 pl-1 text-caption hover:bg-hairline"
              >
                <Avatar id={person.id} name={nameOf(person)} photoUrl={person.photoUrl} size="xs" />
                <span className="sr-only">{t('tagRemove', { name: nameOf(person) })}</span>
                <span aria-hidden className="max-w-40 truncate">
                  {nameOf(person)}
                </span>
                <X aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        type="search"
        label={t('tagSearch')}
        value={asked}
        leading={<Search />}
        onChange={({ target }) => setAsked(target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        disabled={isFull}
        hint={isFull ? t('tagFull', { count: maxTagged }) : undefined}
        autoComplete="off"
      />
      {offered.length > 0 && (
        <ul
          aria-label={t('tagSearch')}
          className="overflow-hidden rounded-md border border-hairline"
        >
          {offered.map((person) => (
            <li key={person.id}>
              <ListRow
                leading={
                  <Avatar
                    id={person.id}
                    name={nameOf(person)}
                    photoUrl={person.photoUrl}
                    size="sm"
                  />
                }
                title={nameOf(person)}
                subtitle={`@${person.username ?? ''}`}
                onSelect={() => {
                  const { id, username, displayName, photoUrl } = person;
                  onChange([...people, { id, username, displayName, photoUrl }]);
                  setAsked('');
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {query.trim() !== '' && query === asked && offered.length === 0 && (
        <p role="status" className="text-caption text-muted">
          {t('noPeople')}
        </p>
      )}
    </fieldset>
  );
}

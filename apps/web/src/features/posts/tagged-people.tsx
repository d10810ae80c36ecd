import type { Person } from '@xom/contract/fields';
import { Fragment, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { PersonLink } from './person-link.tsx';

const atFirst = 3;

/** With whom a post is, by name. */
export function TaggedPeople({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation('posts');
  const [isOpen, setOpen] = useState(false);
  if (people.length === 0) return null;
  const shown = isOpen ? people : people.slice(0, atFirst);
  const hidden = people.length - shown.length;
  return (
    <p className="mt-1 text-caption text-muted">
      {t('with')}{' '}
      {shown.map((person, index) => (
        <Fragment key={person.id}>
          {index > 0 && ', '}
          <PersonLink
            person={person}
            className="text-brick underline decoration-brick/40 underline-offset-4 hover:decoration-current"
          />
        </Fragment>
      ))}
      {hidden > 0 && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="touch ml-1 underline-offset-4 hover:underline"
        >
          {t('andOthers', { count: hidden })}
        </button>
      )}
    </p>
  );
}

import type { Person } from '@xom/contract/fields';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePersonName } from '../people/person-name.tsx';

/** Leads to a person's profile, by their name; whose account is gone stays text. */
export function PersonLink({
  person,
  className = '',
  children,
}: {
  person: Person;
  className?: string;
  children?: ReactNode;
}) {
  const nameOf = usePersonName();
  const content = children ?? nameOf(person);
  if (person.username === null) return <span className={className}>{content}</span>;
  return (
    <Link to="/people/$username" params={{ username: person.username }} className={className}>
      {content}
    </Link>
  );
}

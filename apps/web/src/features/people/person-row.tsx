import type { Person } from '@xom/contract/fields';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ListRow } from '../../design/list-row.tsx';
import { StoryRing, useTrayRing } from '../stories/story-ring.tsx';
import { usePersonName } from './person-name.tsx';

interface PersonRowProps {
  person: Person;
  /** In place of the name as it is, as with what was searched for marked. */
  title?: ReactNode;
  /** In place of the username. */
  subtitle?: ReactNode;
  /** A button at the end of the row. */
  action?: ReactNode;
  isOnline?: boolean;
}

/** Somebody in a list: leads to their profile, and by the ring of their picture to their stories. */
export function PersonRow({ person, title, subtitle, action, isOnline }: PersonRowProps) {
  const name = usePersonName()(person);
  const ring = useTrayRing(person.id);
  const { username } = person;
  return (
    <ListRow
      leading={<StoryRing person={person} name={name} ring={ring} isOnline={isOnline} />}
      title={title ?? name}
      subtitle={subtitle ?? (username === null ? undefined : `@${username}`)}
      trailing={action}
      {...(username !== null && {
        render: <Link to="/people/$username" params={{ username }} />,
      })}
    />
  );
}

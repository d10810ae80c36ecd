import type { AccountState, Role } from '@xom/contract/accounts';
import type { ModeratedUser } from '@xom/contract/moderation';
import type { z } from 'zod';
import { Search, UsersRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { EmptyState } from '../../design/state.tsx';
import { QueryList } from '../../shell/query-list.tsx';
import { moderatedPeopleQuery } from './moderation.queries.ts';
import { PersonActs } from './person-acts.tsx';

export type Moderated = z.output<typeof ModeratedUser>;
const states = ['active', 'not_active', 'deleted'] as const;
const roles = ['user', 'moderator', 'admin'] as const;

/** Everybody, and what can be done about each. */
export function ModeratedPeople() {
  const { t } = useTranslation('moderation');
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<AccountState | ''>('');
  const [role, setRole] = useState<Role | ''>('');
  const q = useDeferredValue(typed.trim().toLowerCase());
  const filter = {
    ...(q !== '' && { q }),
    ...(state !== '' && { state }),
    ...(role !== '' && { role }),
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-3 border-b border-hairline p-4 *:first:col-span-2">
        <TextField
          type="search"
          label={t('search')}
          leading={<Search aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          maxLength={60}
          autoCapitalize="none"
        />
        <Select
          label={t('state')}
          value={state}
          onChange={(event) => setState(states.find((each) => each === event.target.value) ?? '')}
        >
          <option value="">{t('any')}</option>
          {states.map((value) => (
            <option key={value} value={value}>
              {t(`states.${value}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('role')}
          value={role}
          onChange={(event) => setRole(roles.find((each) => each === event.target.value) ?? '')}
        >
          <option value="">{t('any')}</option>
          {roles.map((value) => (
            <option key={value} value={value}>
              {t(`roles.${value}`)}
            </option>
          ))}
        </Select>
      </div>
      <QueryList
        key={JSON.stringify(filter)}
        label={t('people')}
        query={moderatedPeopleQuery(filter)}
        itemKey={({ id }) => id}
        renderItem={(person) => <PersonLine person={person} />}
        empty={<EmptyState icon={<UsersRound />} title={t('noPeople')} />}
      />
    </>
  );
}

function PersonLine({ person }: { person: Moderated }) {
  const { t } = useTranslation('moderation');
  const { id, username, displayName, email, role, state, isDeactivated } = person;
  const marks = [
    state === 'active' ? null : t(`states.${state}`),
    isDeactivated ? t('deactivated') : null,
    role === 'user' ? null : t(`roles.${role}`),
  ].filter((mark) => mark !== null);
  return (
    <ListRow
      leading={<Avatar id={id} name={displayName} />}
      title={displayName}
      subtitle={[`@${username}`, email].filter((part) => part !== null).join(' · ')}
      trailing={
        <>
          {marks.map((mark) => (
            <span
              key={mark}
              className="rounded-full bg-amber-soft px-2 py-0.5 text-caption text-amber"
            >
              {mark}
            </span>
          ))}
          <PersonActs person={person} />
        </>
      }
    />
  );
}

import type { Person } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';

type Named = Pick<Person, 'username' | 'displayName'>;

/** What to call somebody: their name, or that their account is gone. */
export function usePersonName(): (person: Named) => string {
  const { t } = useTranslation('shell');
  return ({ displayName, username }) => displayName ?? username ?? t('deletedAccount');
}

/** A person's name, as text. */
export function PersonName({ person }: { person: Named }) {
  return usePersonName()(person);
}

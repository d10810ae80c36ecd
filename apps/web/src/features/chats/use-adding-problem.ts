import type { Person } from '@xom/contract/fields';
import { XomError } from '@xom/sdk/xom-error';
import { useTranslation } from '../../shell/translation.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { usePersonName } from '../people/person-name.tsx';

/** Why people could not be added: by name where the server says who it is. */
export function useAddingProblem(people: readonly Person[]): (error: unknown) => string {
  const { t } = useTranslation('chats');
  const errorText = useErrorText();
  const nameOf = usePersonName();
  return (error) => {
    if (!(error instanceof XomError)) return errorText(error);
    if (error.code === 'blocked') return t('cannotAddBlocked', { count: people.length });
    const index = Object.keys(error.details ?? {})
      .map((path) => /^(?:memberIds|userIds)\.(\d+)$/.exec(path)?.[1])
      .find((found) => found !== undefined);
    const person = people[Number(index)];
    return person ? t('cannotAddGone', { name: nameOf(person) }) : errorText(error);
  };
}

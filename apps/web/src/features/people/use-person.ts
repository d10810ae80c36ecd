import type { User } from '@xom/contract/accounts';
import { XomError } from '@xom/sdk/client';
import { useQuery } from '@tanstack/react-query';
import { personQuery } from './people.queries.ts';

/** Somebody's profile; of whoever is gone, or kept from me by now, what was known is not shown. */
export function usePerson(username: string): { person: User | undefined; error: Error | null } {
  const { data, error } = useQuery(personQuery(username));
  const isGone = error instanceof XomError && error.code === 'not_found';
  return { person: isGone ? undefined : data, error };
}

import type { Person } from '@xom/contract/fields';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { useSettled } from '../../shell/use-settled.ts';
import type { TextToken } from './text-token.ts';

const atMost = 6;

/** What could stand in its place. */
export interface Suggestion {
  readonly text: string;
  readonly title: string;
  readonly person: Person | null;
  readonly postCount: number;
}

/** People whose name or username fits; nothing for nothing. */
export function foundPeopleQuery(q: string) {
  return queryOptions({
    queryKey: ['posts', 'found-people', q],
    queryFn: async ({ signal }) => {
      const { users } = await client.search.find({ q, type: ['users'], limit: atMost }, { signal });
      return users?.items ?? [];
    },
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

function foundTagsQuery(q: string) {
  return queryOptions({
    queryKey: ['posts', 'found-tags', q],
    queryFn: async ({ signal }) => {
      const { tags } = await client.search.find({ q, type: ['tags'], limit: atMost }, { signal });
      return tags?.items ?? [];
    },
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

/** Whom or what a token could name. */
export function useSuggestions(token: TextToken | null): readonly Suggestion[] {
  const query = useSettled(token?.query ?? '');
  const isMention = token?.kind === 'mention';
  const { data: people = [] } = useQuery(foundPeopleQuery(isMention ? query : ''));
  const { data: tags = [] } = useQuery(foundTagsQuery(token && !isMention ? query : ''));
  if (!token || query === '') return [];
  if (!isMention)
    return tags.map(({ tag, label, postCount }) => ({
      text: `#${label}`,
      title: `#${tag}`,
      person: null,
      postCount,
    }));
  return people.flatMap((person) =>
    person.username === null
      ? []
      : [{ text: `@${person.username}`, title: person.displayName, person, postCount: 0 }],
  );
}

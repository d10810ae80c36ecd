import type { Person } from '@xom/contract/fields';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { client } from '../../shell/client.ts';
import { useMe } from '../../shell/session.tsx';
import { FollowButton } from '../people/follow-button.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonRow } from '../people/person-row.tsx';

const shown = 6;
/** Among so many posts there are some different authors. */
const posts = 40;

/** Those whom the ones I follow do; of somebody who follows nobody yet, those whose posts are talked about. */
const peopleQuery = queryOptions({
  queryKey: ['people', 'to-follow'],
  queryFn: async ({ signal }): Promise<readonly Person[]> => {
    const { items } = await client.users.suggestions({ limit: shown }, { signal });
    if (items.length > 0) return items.map(({ user }) => user);
    const explored = await client.explore.list({ limit: posts }, { signal });
    return [...new Map(explored.items.map(({ author }) => [author.id, author])).values()];
  },
  // They stay while I follow one after the other.
  staleTime: Infinity,
});

/** A few people to begin with; nothing when there are none yet. */
export function PeopleToFollow() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const nameOf = usePersonName();
  const { data, isPending } = useQuery(peopleQuery);
  const people = data?.filter(({ id }) => id !== me.id).slice(0, shown);
  if (!isPending && !people?.length) return null;
  return (
    <section>
      <h2 className="text-title font-semibold">{t('peopleToFollow')}</h2>
      <p className="text-caption text-muted">{t('peopleToFollowText')}</p>
      <ul className="mt-3 overflow-hidden rounded-md border border-hairline bg-surface py-1">
        {people
          ? people.map((person) => (
              <li key={person.id}>
                <PersonRow
                  person={person}
                  action={
                    <FollowButton
                      userId={person.id}
                      name={nameOf(person)}
                      tie={{ isFollowing: false, isRequested: false }}
                    />
                  }
                />
              </li>
            ))
          : Array.from({ length: 3 }, (_, row) => <SkeletonRow key={row} />)}
      </ul>
    </section>
  );
}

import type { User } from '@xom/contract/accounts';
import type { FollowTie } from '@xom/contract/follows';
import type { QueryClient } from '@tanstack/react-query';
import { onHappening } from '../../shell/happenings.ts';
import { peopleKeys } from './people.queries.ts';

/** Keeps what is shown of people in step with what happens between us. */
export function followPeople(queries: QueryClient): void {
  onHappening('follow.updated', (tie) => {
    takeTie(queries, tie);
    // Who asks to follow me, and how many follow whom, the event does not say.
    void queries.invalidateQueries({ queryKey: peopleKeys.followRequests });
    void queries.invalidateQueries({ queryKey: peopleKeys.person(tie.user.id) });
    if (tie.user.username !== null) {
      void queries.invalidateQueries({ queryKey: peopleKeys.person(tie.user.username) });
    }
    void queries.invalidateQueries({ queryKey: peopleKeys.followers });
    // Whom I stop to follow stays in sight until the list is opened again: it may have been a slip.
    void queries.invalidateQueries({ queryKey: peopleKeys.lists, refetchType: 'none' });
  });
  const refetchPeople = () => void queries.invalidateQueries({ queryKey: ['people'] });
  onHappening('friend.accepted', refetchPeople);
  onHappening('friend.removed', refetchPeople);
  onHappening('person.muted', refetchPeople);
  onHappening('person.unmuted', refetchPeople);
  // Between two with a block nothing stays as it was.
  onHappening('person.blocked', () => void queries.invalidateQueries());
  onHappening('person.unblocked', () => void queries.invalidateQueries());
}

function takeTie(queries: QueryClient, { user, ...tie }: FollowTie): void {
  queries.setQueryData(peopleKeys.tie(user.id), tie);
  patchPerson(queries, user.id, (person) => ({ ...person, ...tie }));
}

/** Changes a person wherever their profile is held. */
export function patchPerson(
  queries: QueryClient,
  userId: string,
  change: (person: User) => User,
): void {
  queries.setQueriesData<User>({ queryKey: ['people', 'person'] }, (person) =>
    person?.id === userId ? change(person) : person,
  );
}

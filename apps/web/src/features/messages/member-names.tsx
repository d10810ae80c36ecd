import type { Member } from '@xom/contract/conversations';
import type { Person, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { usePersonName } from '../people/person-name.tsx';

const PeopleContext = createContext<ReadonlyMap<UserId, Person>>(new Map());

/** Knows the people of a conversation by their ids: its members, and who wrote what is shown. */
export function ConversationPeople({
  members,
  messages,
  children,
}: {
  members: readonly Member[];
  messages: readonly Message[];
  children: ReactNode;
}) {
  const known = useMemo(() => new Map(members.map(({ user }) => [user.id, user])), [members]);
  // Of large groups only the first members are known; the newest writers are those that are asked for.
  const people = useMemo(() => {
    const all = new Map(known);
    for (const { sender } of messages.slice(-500))
      if (!all.has(sender.id)) all.set(sender.id, sender);
    return all.size === known.size ? known : all;
  }, [known, messages]);
  // The same people are the same map, so that a new message renders no other row.
  const [latest, setLatest] = useState(people);
  if (latest !== people && !isSame(latest, people)) setLatest(people);
  return <PeopleContext value={latest}>{children}</PeopleContext>;
}

/** The people of this conversation, by id. */
export function useConversationPeople(): ReadonlyMap<UserId, Person> {
  return use(PeopleContext);
}

/** What to call a member; whoever is not known is "Somebody". */
export function useMemberNames(): (userId: UserId) => string {
  const people = use(PeopleContext);
  const { t } = useTranslation('messages');
  const nameOf = usePersonName();
  return useCallback(
    (userId) => {
      const person = people.get(userId);
      return person ? nameOf(person) : t('somebody');
    },
    [people, nameOf, t],
  );
}

function isSame(before: ReadonlyMap<UserId, Person>, after: ReadonlyMap<UserId, Person>): boolean {
  if (before.size !== after.size) return false;
  return [...after].every(([id, { displayName, photoUrl }]) => {
    const known = before.get(id);
    return known?.displayName === displayName && known.photoUrl === photoUrl;
  });
}

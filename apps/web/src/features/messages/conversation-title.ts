import type { Conversation } from '@xom/contract/conversations';
import type { Person } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';

/** The other one of a direct conversation; null: it is a group. */
export function useOtherPerson(
  conversation: Pick<Conversation, 'isGroup' | 'members'>,
): Person | null {
  const me = useMe();
  if (conversation.isGroup) return null;
  return conversation.members.find(({ user }) => user.id !== me.id)?.user ?? null;
}

/** What to call a conversation: the other person, the group's name, or who is in it. */
export function useConversationTitle(): (
  conversation: Pick<Conversation, 'isGroup' | 'members' | 'name'>,
) => string {
  const me = useMe();
  const { t } = useTranslation('messages');
  const nameOf = usePersonName();
  return ({ isGroup, name, members }) => {
    if (name !== null && isGroup) return name;
    const others = members.filter(({ user }) => user.id !== me.id).map(({ user }) => nameOf(user));
    return others.slice(0, 3).join(', ') || t('onlyMe');
  };
}

import type { Conversation } from '@xom/contract/conversations';
import { Avatar, type AvatarSize, GroupAvatar } from '../../design/avatar.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { useConversationTitle, useOtherPerson } from './conversation-title.ts';

interface ConversationAvatarProps {
  conversation: Conversation;
  size?: AvatarSize;
  isOnline?: boolean;
}

/** The picture of a conversation: the other person's, the group's, or two of its people. */
export function ConversationAvatar({
  conversation,
  size = 'md',
  isOnline,
}: ConversationAvatarProps) {
  const me = useMe();
  const nameOf = usePersonName();
  const titleOf = useConversationTitle();
  const other = useOtherPerson(conversation);
  const name = titleOf(conversation);
  if (other) {
    const { id, photoUrl } = other;
    return <Avatar id={id} name={name} photoUrl={photoUrl} size={size} isOnline={isOnline} />;
  }
  const [first, second] = conversation.members
    .filter(({ user }) => user.id !== me.id)
    .map(({ user }) => ({ id: user.id, name: nameOf(user), photoUrl: user.photoUrl }));
  if (conversation.photoUrl === null && first && second)
    return <GroupAvatar members={[first, second]} size={size} />;
  return <Avatar id={conversation.id} name={name} photoUrl={conversation.photoUrl} size={size} />;
}

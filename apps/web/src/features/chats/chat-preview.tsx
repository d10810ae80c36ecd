import type { Conversation } from '@xom/contract/conversations';
import type { Message } from '@xom/contract/message-shape';
import { Ban, Image, Sticker, Video } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { useMe } from '../../shell/session.tsx';
import { useTyping } from '../../shell/use-live.ts';
import { usePersonName } from '../people/person-name.tsx';

/** What a row says below the name: who writes, my draft, or the last message. */
export function ChatPreview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chats');
  const typing = useTypingText(conversation);
  const { draft, lastMessage, isGroup } = conversation;
  if (typing !== null) return <span className="truncate text-brick">{typing}</span>;
  if (draft !== null) {
    return (
      <span className="truncate">
        <span className="text-brick">{t('draft')}</span> {draft}
      </span>
    );
  }
  if (!lastMessage) return <span className="truncate">{t('noMessages')}</span>;
  return <LastMessage message={lastMessage} isGroup={isGroup} />;
}

const icons = { TEXT: null, IMAGE: <Image />, VIDEO: <Video />, STICKER: <Sticker /> } as const;

function LastMessage({ message, isGroup }: { message: Message; isGroup: boolean }) {
  const { t } = useTranslation('chats');
  const me = useMe();
  const nameOf = usePersonName();
  const messageText = useMessageText();
  const isMine = message.senderId === me.id;
  const icon = message.isRecalled ? <Ban /> : icons[message.type];
  return (
    <>
      {(isMine || isGroup) && (
        <span className="max-w-1/2 shrink-0 truncate text-ink">
          {t('by', { name: isMine ? t('you') : nameOf(message.sender) })}
        </span>
      )}
      {icon && (
        <span aria-hidden className="flex shrink-0 [&>svg]:size-4 [&>svg]:stroke-[1.75]">
          {icon}
        </span>
      )}
      <span className="truncate">{messageText(message)}</span>
    </>
  );
}

/** A message in one line: its text, else what it is. */
export function useMessageText(): (message: Message) => string {
  const { t } = useTranslation('chats');
  return ({ isRecalled, content, type }) => {
    if (isRecalled) return t('kinds.RECALLED');
    return content ?? t(`kinds.${type}`);
  };
}

function useTypingText({ id, isGroup, members }: Conversation): string | null {
  const { t } = useTranslation('chats');
  const typing = useTyping(id);
  const nameOf = usePersonName();
  if (typing.length === 0) return null;
  const first = members.find(({ user }) => user.id === typing[0]);
  if (!isGroup || !first) return t('typing');
  return typing.length === 1
    ? t('typingOne', { name: nameOf(first.user) })
    : t('typingMany', { name: nameOf(first.user), count: typing.length - 1 });
}

import type { Message } from '@xom/contract/message-shape';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { withTexts } from '../../shell/i18n.ts';
import { isDesktop } from '../../shell/screen-width.ts';
import { useLive } from '../../shell/live.tsx';
import { useMe } from '../../shell/session.tsx';
import { useConversationTitle } from '../messages/conversation-title.ts';
import { usePersonName } from '../people/person-name.tsx';
import { useMessageText } from './chat-preview.tsx';

/** One conversation is told of once in so long. */
const restMs = 5_000;

/** What notices say loads with the first of them. */
const bringTexts = withTexts('chats', 'messages');

/**
 * Tells of messages that come to a conversation which is not in sight: on the page, and when the page is
 * not seen by the system, where the person has allowed that.
 */
export function MessageNotices({ takeEarly }: { takeEarly: () => readonly Message[] }) {
  const toast = useToast();
  const navigate = useNavigate();
  const router = useRouter();
  const { t } = useTranslation('chats');
  const isWanted = useIsWanted();
  const textOf = useNoticeText();
  const told = useRef(new Map<string, number>());
  const tell = (message: Message) => {
    const { conversationId } = message;
    const open = () =>
      void navigate({ to: '/messages/$conversationId', params: { conversationId } });
    if (document.visibilityState === 'hidden') {
      notify(textOf(message), conversationId, open);
      return;
    }
    if (isListInSight(router.state.location.pathname)) return;
    const now = Date.now();
    if (now - (told.current.get(conversationId) ?? 0) < restMs) return;
    told.current.set(conversationId, now);
    const { title, body } = textOf(message);
    toast.show({
      text: `${t('by', { name: title })} ${body}`,
      action: { label: t('open'), onSelect: open },
    });
  };
  const receive = useEffectEvent((message: Message) => {
    if (isWanted(message)) void bringTexts().then(() => tell(message));
  });
  useEffect(() => {
    for (const message of takeEarly()) receive(message);
    return client.on('message.created', (message) => receive(message));
  }, [takeEarly]);
  return null;
}

/** Whether a message is to be told of: another one's, of a conversation that is neither muted nor in sight. */
function useIsWanted(): (message: Message) => boolean {
  const live = useLive();
  const me = useMe();
  const router = useRouter();
  return useCallback(
    ({ senderId, conversationId, mentions }) => {
      if (senderId === me.id) return false;
      const conversation = live.conversation(conversationId);
      const isQuiet = conversation?.muted === true || conversation?.archived === true;
      if (isQuiet && !mentions.includes(me.id)) return false;
      const isOpen = router.state.location.pathname === `/messages/${conversationId}`;
      return !isOpen || document.visibilityState === 'hidden';
    },
    [live, me.id, router],
  );
}

function useNoticeText(): (message: Message) => { title: string; body: string } {
  const live = useLive();
  const titleOf = useConversationTitle();
  const nameOf = usePersonName();
  const messageText = useMessageText();
  const { t } = useTranslation('chats');
  return (message) => {
    const conversation = live.conversation(message.conversationId);
    const sender = nameOf(message.sender);
    const title =
      conversation?.isGroup === true
        ? t('inGroup', { name: sender, group: titleOf(conversation) })
        : sender;
    return { title, body: messageText(message) };
  };
}

/** The list shows by itself what comes. */
function isListInSight(path: string): boolean {
  if (path === '/messages' || path === '/messages/') return true;
  return path.startsWith('/messages/') && isDesktop();
}

function notify(
  { title, body }: { title: string; body: string },
  conversationId: string,
  open: () => void,
): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    // All tabs tell of it: of one conversation the system shows the last.
    const notification = new Notification(title, {
      body,
      tag: conversationId,
      icon: '/icons/icon-192.png',
    });
    notification.addEventListener('click', () => {
      window.focus();
      open();
      notification.close();
    });
  } catch {
    // Phones show notices of workers only.
  }
}

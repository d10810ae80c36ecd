import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useDocumentTitle } from '../../shell/document-title.ts';
import { useConversation } from '../../shell/use-live.ts';
import { useConversationTitle } from '../messages/conversation-title.ts';
import { ConversationView } from '../messages/conversation-view.tsx';
import { useIsWide } from '../../shell/screen-width.ts';
import { lazily } from '../../design/lazily.ts';

const ChatInfo = lazily(async () => (await import('./chat-info.tsx')).ChatInfo);

const route = getRouteApi('/signed-in/messages/$conversationId');

/** One conversation, and what there is to know of it: beside it where there is room, else over it. */
export function ChatPage() {
  const { t } = useTranslation(['chats', 'shell']);
  const { conversationId } = route.useParams();
  const { message } = route.useSearch();
  const conversation = useConversation(conversationId);
  const titleOf = useConversationTitle();
  const isWide = useIsWide();
  const [isInfoShown, setInfoShown] = useState(false);
  useDocumentTitle(conversation ? titleOf(conversation) : t('title'));
  useGoneLeadsBack(conversation !== null);
  const closeInfo = () => setInfoShown(false);
  return (
    <>
      <div className="min-w-0 flex-1">
        <ConversationView
          conversationId={conversationId}
          messageId={message}
          onShowInfo={() => setInfoShown(!isInfoShown || !isWide)}
        />
      </div>
      {conversation && isWide && isInfoShown && (
        <aside
          aria-label={t('info')}
          className="flex w-80 shrink-0 flex-col overflow-y-auto border-l border-hairline"
        >
          <Suspense fallback={null}>
            <ChatInfo key={conversationId} conversation={conversation} onClose={closeInfo} />
          </Suspense>
        </aside>
      )}
      {conversation && !isWide && (
        <Dialog
          isOpen={isInfoShown}
          onClose={closeInfo}
          title={t('info')}
          closeLabel={t('shell:close')}
          size="full"
          isFlush
        >
          <Suspense fallback={null}>
            <ChatInfo key={conversationId} conversation={conversation} onClose={null} />
          </Suspense>
        </Dialog>
      )}
    </>
  );
}

/** Whoever leaves, is removed, or clears what is open is led back to the list. */
function useGoneLeadsBack(isMine: boolean): void {
  const navigate = route.useNavigate();
  const { conversationId } = route.useParams();
  const [known, setKnown] = useState<string | null>(null);
  if (isMine && known !== conversationId) setKnown(conversationId);
  const isGone = !isMine && known === conversationId;
  useEffect(() => {
    if (isGone) void navigate({ to: '/messages', replace: true });
  }, [isGone, navigate]);
}

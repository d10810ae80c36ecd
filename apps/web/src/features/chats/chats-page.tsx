import { Outlet, useParams } from '@tanstack/react-router';
import { Suspense, useDeferredValue, useState } from 'react';
import { useIsDesktop } from '../../shell/screen-width.ts';
import { lazily } from '../../design/lazily.ts';

// On a phone, whoever opens a conversation does not see it.
const ChatList = lazily(async () => (await import('./chat-list.tsx')).ChatList);

/** My conversations; beside them the open one, or on a phone in their place. */
export function ChatsPage() {
  const { conversationId } = useParams({ strict: false });
  const isOpen = conversationId !== undefined;
  const isListSeen = useIsListSeen(isOpen);
  return (
    <div className="flex min-h-0 flex-1 border-hairline bg-surface tablet:border-x">
      <section
        className={`w-full min-w-0 flex-col border-hairline desktop:flex desktop:w-84 desktop:shrink-0 desktop:border-r wide:w-90 ${isOpen ? 'hidden' : 'flex'}`}
      >
        {isListSeen && (
          <Suspense fallback={null}>
            <ChatList openId={conversationId ?? null} />
          </Suspense>
        )}
      </section>
      <div className={`min-w-0 flex-1 ${isOpen ? 'flex' : 'hidden desktop:flex'}`}>
        <Outlet />
      </div>
    </div>
  );
}

/** Whether the list has been in sight: from then on it stays as it is. */
function useIsListSeen(isOpen: boolean): boolean {
  const isDesktop = useIsDesktop();
  const [wasSeen, setSeen] = useState(false);
  // What was opened shows first, the list beside it a moment after.
  const isSeen = useDeferredValue(!isOpen || isDesktop || wasSeen, !isOpen);
  if (isSeen && !wasSeen) setSeen(true);
  return isSeen;
}

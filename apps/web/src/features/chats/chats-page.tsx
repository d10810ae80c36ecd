import { Outlet, useParams } from '@tanstack/react-router';
import { ChatList } from './chat-list.tsx';

/** My conversations; beside them the open one, or on a phone in their place. */
export function ChatsPage() {
  const { conversationId } = useParams({ strict: false });
  const isOpen = conversationId !== undefined;
  return (
    <div className="flex min-h-0 flex-1 border-hairline bg-surface tablet:border-x">
      <section
        className={`w-full min-w-0 flex-col border-hairline desktop:flex desktop:w-84 desktop:shrink-0 desktop:border-r wide:w-90 ${isOpen ? 'hidden' : 'flex'}`}
      >
        <ChatList openId={conversationId ?? null} />
      </section>
      <div className={`min-w-0 flex-1 ${isOpen ? 'flex' : 'hidden desktop:flex'}`}>
        <Outlet />
      </div>
    </div>
  );
}

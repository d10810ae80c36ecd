import { lazy, Suspense } from 'react';

const MessageNotices = lazy(async () => ({
  default: (await import('../features/chats/message-notices.tsx')).MessageNotices,
}));

/** What shows on every page of somebody signed in, whichever it is. */
export function Beside() {
  return (
    <Suspense fallback={null}>
      <MessageNotices />
    </Suspense>
  );
}

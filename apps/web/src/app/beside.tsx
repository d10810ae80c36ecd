import type { Message } from '@xom/contract/message-shape';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../shell/client.ts';
import { lazily } from '../design/lazily.ts';

const MessageNotices = lazily(
  async () => (await import('../features/chats/message-notices.tsx')).MessageNotices,
);

/** What shows on every page of somebody signed in, whichever it is. It loads with the first message that comes. */
export function Beside() {
  const [isNeeded, setNeeded] = useState(false);
  const early = useRef<Message[]>([]);
  const stop = useRef(() => {});
  useEffect(() => {
    stop.current = client.on('message.created', (message) => {
      early.current.push(message);
      setNeeded(true);
    });
    return () => stop.current();
  }, []);
  const takeEarly = useCallback(() => {
    stop.current();
    return early.current.splice(0);
  }, []);
  return (
    isNeeded && (
      <Suspense fallback={null}>
        <MessageNotices takeEarly={takeEarly} />
      </Suspense>
    )
  );
}

import type { ConversationId, UserId } from '@xom/contract/fields';
import { XomError } from '@xom/sdk/client';
import { useEffect, useState } from 'react';
import { client } from '../../shell/client.ts';
import { useConnection } from '../../shell/live.tsx';

const nobody: ReadonlySet<UserId> = new Set();

/** Tells the others that I look at a conversation; answers who else does, and whether a block is between us. */
export function useLooking(conversationId: ConversationId) {
  const isConnected = useConnection() === 'connected';
  const [isBlocked, setBlocked] = useState(false);
  const [activeUserIds, setActive] = useState(nobody);
  useEffect(() => {
    if (!isConnected) return undefined;
    let isGone = false;
    const look = async (): Promise<void> => {
      try {
        const answer = await client.conversations.open({ conversationId });
        if (isGone) return;
        setBlocked(false);
        setActive(new Set(answer.activeUserIds));
      } catch (error) {
        const isRefused = error instanceof XomError && error.code === 'blocked';
        if (isRefused && !isGone) setBlocked(true);
      }
    };
    void look();
    const stop = client.on('presence.updated', ({ userId, isActive, isOnline, ...where }) => {
      if (isOnline && where.conversationId !== conversationId) return;
      setActive((before) => {
        if (before.has(userId) === isActive) return before;
        const after = new Set(before);
        if (isActive) after.add(userId);
        else after.delete(userId);
        return after;
      });
    });
    return () => {
      isGone = true;
      stop();
      setActive(nobody);
      // Whoever is gone from the socket looks at nothing any more.
      client.conversations.close({ conversationId }).catch(() => undefined);
    };
  }, [conversationId, isConnected]);
  return { isBlocked, activeUserIds };
}

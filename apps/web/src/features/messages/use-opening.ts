import type { ConversationId, MessageId } from '@xom/contract/fields';
import type { LiveStore } from '@xom/sdk/live-store';
import { startTransition, useEffect, useState } from 'react';
import { useLive } from '../../shell/live.tsx';
import { useMe } from '../../shell/session.tsx';
import { firstUnread } from './timeline-item.ts';

export interface Opening {
  /** The first message that was unread at that moment. */
  readonly firstUnreadId: MessageId | null;
  /** Where it opens because somebody asked for it. */
  readonly jumpToId: MessageId | null;
}

export type OpeningState =
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly opening: Opening }
  | { readonly name: 'failed'; readonly error: unknown };

/** Makes a conversation ready to show: at a message, where I stopped reading, or at its end. */
export function useOpening(
  conversationId: ConversationId,
  messageId: MessageId | null,
): [state: OpeningState, retry: () => void] {
  const live = useLive();
  const me = useMe();
  const [state, setState] = useState<OpeningState>({ name: 'opening' });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let isGone = false;
    const show = (jumpToId: MessageId | null) => {
      if (isGone) return;
      const firstUnreadId = unreadOf(live, conversationId, me.id)?.id ?? null;
      // In slices: it is the whole conversation that shows now.
      startTransition(() =>
        setState((before) =>
          before.name === 'open' ? before : { name: 'open', opening: { firstUnreadId, jumpToId } },
        ),
      );
    };
    const isHeld = live.timeline(conversationId).messages.length > 0;
    // What is held shows at once, unless what one wants to see is further up.
    if (isHeld && messageId === null && !isUnreadAbove(live, conversationId)) show(null);
    const open = async (): Promise<void> => {
      try {
        await live.open(conversationId);
      } catch (error) {
        if (live.timeline(conversationId).messages.length === 0) throw error;
      }
      if (messageId !== null) await live.jumpTo(conversationId, messageId);
      else if (isUnreadAbove(live, conversationId))
        await live.jumpTo(conversationId, firstUnreadSeq(live, conversationId));
    };
    open().then(
      () => show(messageId),
      (error: unknown) => {
        if (isGone) return;
        // The message is gone, the conversation may be there.
        if (live.timeline(conversationId).messages.length > 0) show(null);
        else setState({ name: 'failed', error });
      },
    );
    return () => {
      isGone = true;
    };
    // Another message is jumped to by the timeline that is open.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [live, conversationId, me.id, tries]);

  return [
    state,
    () => {
      setState({ name: 'opening' });
      setTries((before) => before + 1);
    },
  ];
}

/** The seq up to which I have read; from how many are unread, where the server did not say it. */
function readUpTo(live: LiveStore, id: ConversationId): number {
  const conversation = live.conversation(id);
  if (!conversation || conversation.unreadCount === 0) return Infinity;
  return live.timeline(id).readUpToSeq ?? conversation.lastSeq - conversation.unreadCount;
}

function firstUnreadSeq(live: LiveStore, id: ConversationId): number {
  return readUpTo(live, id) + 1;
}

/** Whether what is unread begins before what is held. */
function isUnreadAbove(live: LiveStore, id: ConversationId): boolean {
  const { messages, hasOlder } = live.timeline(id);
  const [first] = messages;
  return hasOlder && first !== undefined && first.seq > firstUnreadSeq(live, id);
}

function unreadOf(live: LiveStore, id: ConversationId, me: Parameters<typeof firstUnread>[2]) {
  return firstUnread(live.timeline(id).messages, readUpTo(live, id), me);
}

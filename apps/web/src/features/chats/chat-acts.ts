import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Preferences } from '@xom/sdk/live-store';
import { XomError } from '@xom/sdk/xom-error';
import { useMemo } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';

/** What a row of the list can do. */
export interface ChatActs {
  set(conversation: Conversation, preferences: Preferences): void;
  markRead(conversation: Conversation): void;
  /** At a right click or a long press; by the keyboard beside the row. */
  openMenu(
    conversation: Conversation,
    event: {
      readonly clientX: number;
      readonly clientY: number;
      readonly currentTarget: HTMLElement;
    },
  ): void;
  /** What is not known of those in sight. */
  askPresence(userId: UserId): void;
  askPositions(conversationId: ConversationId): void;
}

/** What ends a conversation for me, or for all. */
export type Ending = 'clear' | 'leave' | 'delete';

/** Acts on conversations, shown at once; what is refused is undone and told. */
export function usePreferenceActs() {
  const { t } = useTranslation('chats');
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  return useMemo(() => {
    const tell = (error: unknown) => {
      // So many may be pinned, and no more.
      const isFull = error instanceof XomError && error.code === 'conflict';
      toast.show({ kind: 'error', text: isFull ? t('tooManyPinned') : errorText(error) });
    };
    return {
      set({ id }: Conversation, preferences: Preferences): void {
        live.setPreferences(id, preferences).catch(tell);
      },
      markRead({ id }: Conversation): void {
        live.markRead(id).catch(tell);
      },
    };
    // `errorText` is new at every rendering, and says the same in one language, as `t` does.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [live, toast, t]);
}

/** Ends a conversation. @throws XomError as the operations */
export async function endChat({ id: conversationId }: Conversation, ending: Ending): Promise<void> {
  if (ending === 'leave') await client.conversations.leave({ conversationId });
  else await client.conversations.delete({ conversationId });
}

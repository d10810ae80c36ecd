import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, MessageId } from '@xom/contract/fields';
import { MessageCircleOff } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { textParts } from '../../design/text-parts.ts';
import { EmptyState } from '../../design/state.tsx';
import { LoadError } from '../../shell/load-error.tsx';
import { BackButton } from '../../shell/page.tsx';
import { useConversation } from '../../shell/use-live.ts';
import { isFewEmoji } from './few-emoji.ts';
import { OpenConversation } from './open-conversation.tsx';
import { useOpening } from './use-opening.ts';

interface ConversationViewProps {
  conversationId: ConversationId;
  /** Jumps to this message. */
  messageId?: MessageId | undefined;
  /** Opens what there is to know of the conversation. */
  onShowInfo?: (() => void) | undefined;
}

/** A conversation: who it is with, its messages, and where one writes. It fills the height that it is given. */
export function ConversationView(props: ConversationViewProps) {
  return <View key={props.conversationId} {...props} />;
}

function View({ conversationId, messageId, onShowInfo }: ConversationViewProps) {
  const { t } = useTranslation('messages');
  const conversation = useConversation(conversationId);
  const [state, retry] = useOpening(conversationId, messageId ?? null);

  if (state.name === 'failed') {
    return (
      <Plain>
        <LoadError heading="h1" error={state.error} onRetry={retry} />
      </Plain>
    );
  }
  if (state.name === 'opening') return <Opening conversation={conversation} />;
  if (!conversation) {
    return (
      <Plain>
        <EmptyState
          heading="h1"
          icon={<MessageCircleOff />}
          title={t('goneTitle')}
          text={t('goneText')}
        />
      </Plain>
    );
  }
  return (
    <OpenConversation
      conversation={conversation}
      opening={state.opening}
      messageId={messageId ?? null}
      onShowInfo={onShowInfo}
    />
  );
}

function Plain({ children }: { children: React.ReactNode }) {
  return (
    <section className="flex h-full flex-col bg-page">
      <div className="p-2 desktop:hidden">
        <BackButton to="/messages" />
      </div>
      {children}
    </section>
  );
}

const shapes = ['w-48', 'w-64 self-end', 'w-40 self-end', 'w-56', 'w-72', 'w-44 self-end'] as const;

/** The shape of a conversation that is coming. */
function Opening({ conversation }: { conversation: Conversation | null }) {
  const { t } = useTranslation('shell');
  useEffect(() => {
    // Patterns that every message is read by take long the first time, and again for letters of other alphabets.
    textParts('ế');
    isFewEmoji('ế');
  }, []);
  return (
    <section aria-busy className="flex h-full flex-col bg-page">
      <div className="flex min-h-14 items-center gap-3 border-b border-hairline bg-surface px-4">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-4 w-32" />
        <h1 className="sr-only">{conversation?.name ?? t('loading')}</h1>
      </div>
      <div className="mx-auto flex w-full max-w-200 flex-1 flex-col justify-end gap-3 p-3">
        {shapes.map((shape) => (
          <Skeleton key={shape} className={`h-10 rounded-lg ${shape}`} />
        ))}
      </div>
      <div className="h-15 border-t border-hairline bg-surface" />
    </section>
  );
}

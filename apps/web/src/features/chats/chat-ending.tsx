import type { Conversation } from '@xom/contract/conversations';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useConversationTitle } from '../messages/conversation-title.ts';
import { endChat, type Ending } from './chat-acts.ts';

interface ChatEndingProps {
  conversation: Conversation;
  /** What is asked; null: nothing. */
  ending: Ending | null;
  onClose: () => void;
}

/** Asks before a conversation is cleared, left or deleted. */
export function ChatEnding({ conversation, ending, onClose }: ChatEndingProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const name = useConversationTitle()(conversation);
  const toast = useToast();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  // What was asked stays readable while the dialog goes.
  const [last, setLast] = useState<Ending>('clear');
  if (ending !== null && ending !== last) setLast(ending);
  const end = async () => {
    setBusy(true);
    try {
      await endChat(conversation, last);
      onClose();
    } catch (error) {
      toast.show({ kind: 'error', text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      isOpen={ending !== null}
      onClose={onClose}
      title={t(`endings.${last}Title`, { name })}
      text={t(`endings.${last}Text`)}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t(`endings.${last}`)}
      onConfirm={() => void end()}
      isDanger
      isBusy={isBusy}
    />
  );
}

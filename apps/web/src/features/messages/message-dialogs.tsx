import type { Message } from '@xom/contract/message-shape';
import { type RefObject, Suspense, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Popover } from '../../design/popover.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import { MessageInfoDialog } from './message-info-dialog.tsx';
import type { MessageDialog } from './message-acts.ts';
import { lazily } from '../../design/lazily.ts';

const EmojiPicker = lazily(async () => (await import('./emoji-picker.tsx')).EmojiPicker);

interface MessageDialogsProps {
  isOpen: boolean;
  /** Null: nothing is asked. */
  asked: { readonly dialog: MessageDialog; readonly message: Message } | null;
  /** The row of the message. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  onReact: (message: Message, emoji: string) => void;
}

/** What is asked, or shown, about one message: one thing at a time. */
export function MessageDialogs({ asked, anchor, onClose, onReact }: MessageDialogsProps) {
  const { t } = useTranslation(['messages', 'shell']);
  const live = useLive();
  const of = (dialog: MessageDialog) => (asked?.dialog === dialog ? asked.message : null);
  const reacted = of('react');
  return (
    <>
      <ForwardDialog message={of('forward')} onClose={onClose} />
      <MessageInfoDialog message={of('info')} onClose={onClose} />
      <Confirm
        message={of('recall')}
        title={t('recallTitle')}
        text={t('recallText')}
        act={t('recall')}
        onConfirm={(message) => live.recall(message)}
        onClose={onClose}
      />
      <Confirm
        message={of('hide')}
        title={t('hideTitle')}
        text={t('hideText')}
        act={t('hide')}
        onConfirm={(message) => live.hide(message)}
        onClose={onClose}
      />
      <Popover
        isOpen={reacted !== null}
        onClose={onClose}
        anchor={anchor}
        label={t('react')}
        align="center"
        isFlush
      >
        <div className="h-80 w-84 max-w-full">
          <Suspense fallback={null}>
            <EmojiPicker
              onSelect={(emoji) => {
                if (reacted) onReact(reacted, emoji);
                onClose();
              }}
            />
          </Suspense>
        </div>
      </Popover>
    </>
  );
}

interface ConfirmProps {
  message: Message | null;
  title: string;
  text: string;
  act: string;
  onConfirm: (message: Message) => Promise<void>;
  onClose: () => void;
}

function Confirm({ message, title, text, act, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation('shell');
  const toast = useToast();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (confirmed: Message): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm(confirmed);
    } catch (error) {
      toast.show({ text: errorText(error), kind: 'error' });
    } finally {
      setBusy(false);
      onClose();
    }
  };
  return (
    <ConfirmDialog
      isOpen={message !== null}
      onClose={onClose}
      title={title}
      text={text}
      cancelLabel={t('cancel')}
      confirmLabel={act}
      isDanger
      isBusy={isBusy}
      onConfirm={() => message && void confirm(message)}
    />
  );
}

import type { Post } from '@xom/contract/posts';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx';
import { ComposerForm } from './composer-form.tsx';

export interface ComposerProps {
  isOpen: boolean;
  onClose: () => void;
  /** A post of mine to change; else a new one is written. */
  edited?: Post;
  /** The post that the new one quotes. */
  quoted?: Post;
}

/** Where one writes a post, or changes one: a dialog, on phones the whole screen. */
export function Composer({ isOpen, onClose, edited, quoted }: ComposerProps) {
  const { t } = useTranslation(['posts', 'shell']);
  const [hasUnsaved, setHasUnsaved] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
    setHasUnsaved(false);
    onClose();
  };
  return (
    <>
      <Dialog
        isOpen={isOpen}
        onClose={() => (hasUnsaved ? setAsking(true) : close())}
        title={t(edited ? 'editTitle' : quoted ? 'newQuote' : 'shell:newPost')}
        closeLabel={t('shell:close')}
        size="full"
      >
        <ComposerForm
          onDone={close}
          onUnsaved={setHasUnsaved}
          {...(edited && { edited })}
          {...(quoted && { quoted })}
        />
      </Dialog>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('discardTitle')}
        text={t('discardText')}
        cancelLabel={t('keepWriting')}
        confirmLabel={t('discard')}
        onConfirm={close}
        isDanger
      />
    </>
  );
}

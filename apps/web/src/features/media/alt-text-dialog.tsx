import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/field.tsx';
import type { Attachment } from './use-attachments.ts';

const maxLength = 1000;

/** Asks what a file shows, in words, for those who cannot see it. */
export function AltTextDialog({
  attachment,
  onClose,
  onSave,
}: {
  attachment: Attachment | null;
  onClose: () => void;
  onSave: (altText: string) => void;
}) {
  const { t } = useTranslation(['media', 'shell']);
  return (
    <Dialog
      isOpen={attachment !== null}
      onClose={onClose}
      title={t('describeTitle')}
      text={t('describeText')}
      closeLabel={t('shell:close')}
    >
      {attachment && <Form key={attachment.id} attachment={attachment} onSave={onSave} />}
    </Dialog>
  );
}

function Form({
  attachment,
  onSave,
}: {
  attachment: Attachment;
  onSave: (altText: string) => void;
}) {
  const { t } = useTranslation(['media', 'shell']);
  const [text, setText] = useState(attachment.altText);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog is rendered inside the composer's form.
        event.stopPropagation();
        onSave(text.trim());
      }}
    >
      {attachment.type === 'IMAGE' && (
        <img
          src={attachment.previewUrl}
          alt=""
          className="max-h-60 w-full rounded-md bg-sunken object-contain"
        />
      )}
      <TextArea
        label={t('describeLabel')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        maxLength={maxLength}
        counterLabel={(length, max) => t('counter', { length, max })}
        autoFocus
      />
      <Button type="submit" className="self-end">
        {t('shell:save')}
      </Button>
    </form>
  );
}

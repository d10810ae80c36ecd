import { SendHorizontal } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { SuggestingTextArea } from '../posts/suggesting-text-area.tsx';

const maxLength = 2000;

interface CommentFieldProps {
  label: string;
  placeholder?: string;
  /** What stands in it at first. */
  text?: string;
  /** @throws XomError: it is shown, and what was written stays */
  onSend: (text: string) => Promise<void>;
  /** Of a change: the button that leaves it. */
  onCancel?: () => void;
  autoFocus?: boolean;
  ref?: RefObject<HTMLTextAreaElement | null>;
}

/** Where one writes a comment or a reply, or changes one. */
export function CommentField({
  label,
  text: startText = '',
  onSend,
  onCancel,
  ...field
}: CommentFieldProps) {
  const { t } = useTranslation(['comments', 'shell']);
  const errorText = useErrorText();
  const [text, setText] = useState(startText);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isTooLong = text.length > maxLength;
  const canSend = text.trim() !== '' && !isTooLong && !isBusy;
  const send = async () => {
    if (!canSend) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onSend(text);
      setText('');
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const wrong = isTooLong ? t('tooLong', { count: text.length - maxLength }) : problem;
  return (
    <form
      className="flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="min-w-0 flex-1">
        <SuggestingTextArea
          {...field}
          label={label}
          value={text}
          onChange={setText}
          onSubmit={() => void send()}
          rows={1}
          error={wrong}
        />
      </div>
      {onCancel ? (
        <div className="flex w-full justify-end gap-2">
          <Button variant="quiet" size="sm" onClick={onCancel}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" size="sm" isBusy={isBusy} isDisabled={!canSend && !isBusy}>
            {t('shell:save')}
          </Button>
        </div>
      ) : (
        <IconButton
          type="submit"
          label={t('send')}
          icon={<SendHorizontal />}
          isDisabled={!canSend}
          className="enabled:text-brick"
        />
      )}
    </form>
  );
}

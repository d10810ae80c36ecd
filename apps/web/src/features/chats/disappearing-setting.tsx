import type { Conversation } from '@xom/contract/conversations';
import { useTranslation } from '../../shell/translation.tsx';
import { Select } from '../../design/field.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useChatChange } from './use-chat-change.ts';

const hour = 3_600;
const day = 24 * hour;
const choices = [hour, day, 7 * day, 30 * day, 90 * day] as const;

interface SettingProps {
  conversation: Conversation;
  mayChange: boolean;
}

/** How long messages stay. */
export function DisappearingSetting({ conversation, mayChange }: SettingProps) {
  const { t } = useTranslation('chats');
  const { span } = useFormats();
  const change = useChatChange(conversation);
  const now = conversation.settings.disappearAfterSeconds;
  // Another client may have set what is not offered here.
  const shown =
    now === null || choices.some((choice) => choice === now) ? choices : [now, ...choices];
  return (
    <Select
      label={t('disappearing')}
      hint={t('disappearingHint')}
      value={now ?? ''}
      disabled={!mayChange}
      onChange={({ target }) =>
        change({
          settings: { disappearAfterSeconds: target.value === '' ? null : Number(target.value) },
        })
      }
    >
      <option value="">{t('never')}</option>
      {shown.map((seconds) => (
        <option key={seconds} value={seconds}>
          {span(seconds)}
        </option>
      ))}
    </Select>
  );
}

import type { Conversation } from '@xom/contract/conversations';
import { useTranslation } from '../../shell/translation.tsx';
import { Select } from '../../design/field.tsx';
import { useChatChange } from './use-chat-change.ts';

/** Who may add people to a group. */
export function InvitersSetting({
  conversation,
  mayChange,
}: {
  conversation: Conversation;
  mayChange: boolean;
}) {
  const { t } = useTranslation('chats');
  const change = useChatChange(conversation);
  return (
    <Select
      label={t('whoMayInvite')}
      value={conversation.settings.whoMayInvite}
      disabled={!mayChange}
      onChange={({ target }) =>
        change({ settings: { whoMayInvite: target.value === 'admins' ? 'admins' : 'members' } })
      }
    >
      <option value="members">{t('inviters.members')}</option>
      <option value="admins">{t('inviters.admins')}</option>
    </Select>
  );
}

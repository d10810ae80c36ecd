import type { Conversation } from '@xom/contract/conversations';
import { LogOut, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { Switch } from '../../design/switch.tsx';
import { useMe } from '../../shell/session.tsx';
import { ConversationAvatar } from '../messages/conversation-avatar.tsx';
import { useConversationTitle, useOtherPerson } from '../messages/conversation-title.ts';
import { type Ending, usePreferenceActs } from './chat-acts.ts';
import { ChatEnding } from './chat-ending.tsx';
import { BlockRow, ProfileRow } from './direct-info.tsx';
import { DisappearingSetting } from './disappearing-setting.tsx';
import { GroupEditButton } from './group-edit.tsx';
import { InvitersSetting } from './inviters-setting.tsx';
import { MemberList } from './member-list.tsx';
import { roleOf } from './roles.ts';

interface ChatInfoProps {
  conversation: Conversation;
  /** Null: its frame has a close button. */
  onClose: (() => void) | null;
}

/** What there is to know of a conversation, and to set. */
export function ChatInfo({ conversation, onClose }: ChatInfoProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const other = useOtherPerson(conversation);
  const me = useMe();
  const { isGroup } = conversation;
  const myRole = roleOf(conversation, me.id);
  const mayManage = !isGroup || myRole === 'owner' || myRole === 'admin';
  return (
    <div className="flex flex-col pb-4">
      {onClose && (
        <header className="sticky top-0 z-10 flex min-h-14 items-center gap-1 border-b border-hairline bg-surface py-1 pr-2 pl-4">
          <h2 className="min-w-0 flex-1 truncate text-title font-semibold">{t('info')}</h2>
          <IconButton label={t('shell:close')} icon={<X />} onClick={onClose} />
        </header>
      )}
      <Face conversation={conversation} mayEdit={isGroup && mayManage} />
      {other && <ProfileRow person={other} />}
      <Preferences conversation={conversation} />
      <div className="flex flex-col gap-3 border-t border-hairline px-4 py-3">
        <DisappearingSetting conversation={conversation} mayChange={mayManage} />
        {isGroup && <InvitersSetting conversation={conversation} mayChange={mayManage} />}
      </div>
      {isGroup && <MemberList conversation={conversation} />}
      <div className="border-t border-hairline pt-2">
        {other && <BlockRow person={other} />}
        <Endings conversation={conversation} isOwner={myRole === 'owner'} />
      </div>
    </div>
  );
}

function Face({ conversation, mayEdit }: { conversation: Conversation; mayEdit: boolean }) {
  const { t } = useTranslation('chats');
  const titleOf = useConversationTitle();
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-5 text-center">
      <ConversationAvatar conversation={conversation} size="xl" />
      <p className="mt-2 max-w-full text-headline font-semibold">{titleOf(conversation)}</p>
      {conversation.isGroup && (
        <p className="text-muted">{t('members', { count: conversation.memberCount })}</p>
      )}
      {mayEdit && <GroupEditButton conversation={conversation} />}
    </div>
  );
}

const preferences = ['muted', 'pinned', 'archived'] as const;

function Preferences({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chats');
  const acts = usePreferenceActs();
  return (
    <div className="border-t border-hairline px-4 py-2">
      {preferences.map((key) => (
        <Switch
          key={key}
          label={t(`preferences.${key}`)}
          isOn={conversation[key]}
          onChange={(isOn) => acts.set(conversation, { [key]: isOn })}
        />
      ))}
    </div>
  );
}

function Endings({ conversation, isOwner }: { conversation: Conversation; isOwner: boolean }) {
  const { t } = useTranslation('chats');
  const [ending, setEnding] = useState<Ending | null>(null);
  const shown: readonly Ending[] = conversation.isGroup
    ? isOwner
      ? ['leave', 'delete']
      : ['leave']
    : ['clear'];
  return (
    <>
      {shown.map((one) => (
        <ListRow
          key={one}
          leading={
            <span aria-hidden className="text-brick">
              {one === 'leave' ? <LogOut /> : <Trash2 />}
            </span>
          }
          title={t(`endings.${one}`)}
          isDanger
          onSelect={() => setEnding(one)}
        />
      ))}
      <ChatEnding conversation={conversation} ending={ending} onClose={() => setEnding(null)} />
    </>
  );
}

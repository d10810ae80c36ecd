import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { Check, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { useConversations } from '../../shell/use-live.ts';
import { ConversationAvatar } from './conversation-avatar.tsx';
import { useConversationTitle } from './conversation-title.ts';
import { folded } from '../../shell/folded.ts';

/** Chooses the conversations that get a copy of a message. */
export function ForwardDialog({
  message,
  onClose,
}: {
  /** Null: it is closed. */
  message: Message | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(['messages', 'shell']);
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const [chosen, setChosen] = useState<ReadonlySet<ConversationId>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const close = () => {
    setChosen(new Set());
    onClose();
  };
  const forward = async (forwarded: Message): Promise<void> => {
    setBusy(true);
    const results = await Promise.allSettled([...chosen].map((id) => live.forward(forwarded, id)));
    setBusy(false);
    const refused = results.find((result) => result.status === 'rejected');
    const sent = results.filter(({ status }) => status === 'fulfilled').length;
    if (sent > 0) toast.show({ text: t('forwardedTo', { count: sent }), kind: 'success' });
    if (refused) toast.show({ text: errorText(refused.reason), kind: 'error' });
    close();
  };
  return (
    <Dialog
      isOpen={message !== null}
      onClose={close}
      title={t('forwardTitle')}
      closeLabel={t('shell:close')}
      size="full"
      isFlush
      footer={
        <Button
          isDisabled={chosen.size === 0}
          isBusy={isBusy}
          onClick={() => message && void forward(message)}
        >
          {chosen.size === 0 ? t('forward') : t('forwardAct', { count: chosen.size })}
        </Button>
      }
    >
      <Targets
        chosen={chosen}
        onToggle={(id) =>
          setChosen((before) => {
            const after = new Set(before);
            if (!after.delete(id)) after.add(id);
            return after;
          })
        }
      />
    </Dialog>
  );
}

function Targets({
  chosen,
  onToggle,
}: {
  chosen: ReadonlySet<ConversationId>;
  onToggle: (id: ConversationId) => void;
}) {
  const { t } = useTranslation('messages');
  const titleOf = useConversationTitle();
  const { items } = useConversations({ archived: false });
  const [asked, setAsked] = useState('');
  const shown = items.filter((conversation) =>
    folded(titleOf(conversation)).includes(folded(asked.trim())),
  );
  return (
    <>
      <div className="px-4 pb-2">
        <TextField
          label={t('findConversation')}
          isLabelHidden
          placeholder={t('findConversation')}
          type="search"
          value={asked}
          leading={<Search />}
          onChange={({ target }) => setAsked(target.value)}
        />
      </div>
      <ul aria-label={t('forwardTitle')}>
        {shown.slice(0, 100).map((conversation) => (
          <li key={conversation.id}>
            <Target
              conversation={conversation}
              title={titleOf(conversation)}
              isChosen={chosen.has(conversation.id)}
              onToggle={() => onToggle(conversation.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Target({
  conversation,
  title,
  isChosen,
  onToggle,
}: {
  conversation: Conversation;
  title: string;
  isChosen: boolean;
  onToggle: () => void;
}) {
  return (
    <label className="relative flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-brick">
      <ConversationAvatar conversation={conversation} />
      <span className="min-w-0 flex-1 truncate font-semibold">{title}</span>
      <input
        type="checkbox"
        checked={isChosen}
        onChange={onToggle}
        className="absolute inset-0 cursor-pointer appearance-none outline-none"
      />
      <span
        aria-hidden
        className={`flex size-6 items-center justify-center rounded-full border ${isChosen ? 'border-brick-fill bg-brick-fill text-on-brick' : 'border-edge'}`}
      >
        {isChosen && <Check className="size-4" strokeWidth={2} />}
      </span>
    </label>
  );
}

import type { Conversation, Member } from '@xom/contract/conversations';
import type { Person } from '@xom/contract/fields';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { client } from '../../shell/client.ts';
import { useLive } from '../../shell/live.tsx';
import { Problem } from './new-chat-dialog.tsx';
import { PersonChoice } from './person-choice.tsx';
import { useAddingProblem } from './use-adding-problem.ts';

interface AddMembersDialogProps {
  conversation: Conversation;
  /** Who is in it already. */
  members: readonly Member[];
  isOpen: boolean;
  onClose: () => void;
}

/** Adds people to a group. */
export function AddMembersDialog({
  conversation: { id: conversationId },
  members,
  isOpen,
  onClose,
}: AddMembersDialogProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const live = useLive();
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const problemOf = useAddingProblem(chosen);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () =>
      client.conversations.addMembers({ conversationId, userIds: chosen.map(({ id }) => id) }),
    onSuccess: (conversation) => {
      live.holdConversation(conversation);
      close();
    },
  });
  const close = () => {
    setChosen([]);
    reset();
    onClose();
  };
  const present = new Set(members.map(({ user }) => user.id));
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t('addMembers')}
      closeLabel={t('shell:close')}
      size="full"
      isFlush
      footer={
        <>
          <Problem text={error && problemOf(error)} />
          <Button isDisabled={chosen.length === 0} isBusy={isPending} onClick={() => mutate()}>
            {t('addCount', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <PersonChoice
        chosen={chosen}
        onChange={setChosen}
        reasonAgainst={(userId) => (present.has(userId) ? t('alreadyIn') : undefined)}
      />
    </Dialog>
  );
}

import type { Person } from '@xom/contract/fields';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { client } from '../../shell/client.ts';
import { useLive } from '../../shell/live.tsx';
import { upload } from '../media/upload.ts';
import { GroupPhotoField } from './group-photo-field.tsx';
import { PersonChoice } from './person-choice.tsx';
import { useAddingProblem } from './use-adding-problem.ts';

interface NewChatDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Begins a conversation: with one person a direct one, with several a group with a name and a picture. */
export function NewChatDialog({ isOpen, onClose }: NewChatDialogProps) {
  // Anew each time: what was chosen and then given up is not wanted again.
  const [round, setRound] = useState(0);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setRound(round + 1);
  }
  return <NewChat key={round} isOpen={isOpen} onClose={onClose} />;
}

function NewChat({ isOpen, onClose }: NewChatDialogProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const [photo, setPhoto] = useState<File | null>(null);
  const problemOf = useAddingProblem(chosen);
  const { mutate, isPending, error } = useCreation(onClose);
  const isGroup = chosen.length > 1;
  const create = () => mutate({ people: chosen, name: name.trim(), photo });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t(isNaming ? 'newGroup' : 'new')}
      closeLabel={t('shell:close')}
      size="full"
      isFlush={!isNaming}
      footer={
        <>
          <Problem text={error && problemOf(error)} />
          {isNaming && (
            <Button variant="quiet" onClick={() => setNaming(false)}>
              {t('shell:back')}
            </Button>
          )}
          <Button
            isDisabled={chosen.length === 0}
            isBusy={isPending}
            onClick={isGroup && !isNaming ? () => setNaming(true) : create}
          >
            {t(isNaming ? 'createGroup' : isGroup ? 'next' : 'startChat')}
          </Button>
        </>
      }
    >
      {isNaming ? (
        <form
          className="flex flex-col items-center gap-5 py-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isPending) create();
          }}
        >
          <GroupPhotoField name={name} photo={photo} onChange={setPhoto} />
          <div className="w-full">
            <TextField
              label={t('groupName')}
              hint={t('groupNameHint')}
              value={name}
              maxLength={100}
              autoFocus
              onChange={({ target }) => setName(target.value)}
            />
          </div>
          <p className="w-full text-caption text-muted">
            {t('members', { count: chosen.length + 1 })}
          </p>
        </form>
      ) : (
        <PersonChoice chosen={chosen} onChange={setChosen} />
      )}
    </Dialog>
  );
}

/** What went wrong, before the buttons. */
export function Problem({ text }: { text: string | null }) {
  return (
    <p role="alert" className={text === null ? 'hidden' : 'w-full text-caption text-brick'}>
      {text}
    </p>
  );
}

interface NewChatInput {
  people: readonly Person[];
  name: string;
  photo: File | null;
}

function useCreation(onDone: () => void) {
  const navigate = useNavigate();
  const live = useLive();
  return useMutation({
    mutationFn: async ({ people, name, photo }: NewChatInput) => {
      const memberIds = people.map(({ id }) => id);
      const isGroup = people.length > 1;
      // A picture that is refused must not leave a group without one behind.
      const media = isGroup && photo ? await upload(photo) : null;
      const made = await client.conversations.create({
        isGroup,
        memberIds,
        ...(isGroup && name !== '' && { name }),
      });
      live.holdConversation(made);
      if (!media) return made;
      return client.conversations.update({ conversationId: made.id, photoMediaId: media.id });
    },
    onSuccess: async (conversation) => {
      live.holdConversation(conversation);
      onDone();
      await navigate({
        to: '/messages/$conversationId',
        params: { conversationId: conversation.id },
      });
    },
  });
}

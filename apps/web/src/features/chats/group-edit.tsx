import type { Conversation } from '@xom/contract/conversations';
import { useMutation } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { upload } from '../media/upload.ts';
import { GroupPhotoField } from './group-photo-field.tsx';
import { Problem } from './new-chat-dialog.tsx';

/** Changes the name and the picture of a group. */
export function GroupEditButton({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chats');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" size="sm" icon={<Pencil />} onClick={() => setOpen(true)}>
        {t('editGroup')}
      </Button>
      <GroupEdit
        // What was not saved is forgotten.
        key={`${isOpen}`}
        conversation={conversation}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

interface GroupEditProps {
  conversation: Conversation;
  isOpen: boolean;
  onClose: () => void;
}

function GroupEdit({ conversation, isOpen, onClose }: GroupEditProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const live = useLive();
  const errorText = useErrorText();
  const [name, setName] = useState(conversation.name ?? '');
  /** Undefined: as it is. */
  const [photo, setPhoto] = useState<File | null>();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const media = photo ? await upload(photo) : null;
      return client.conversations.update({
        conversationId: conversation.id,
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(photo !== undefined && { photoMediaId: media?.id ?? null }),
      });
    },
    onSuccess: (changed) => {
      live.holdConversation(changed);
      onClose();
    },
  });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('editGroup')}
      closeLabel={t('shell:close')}
      size="sm"
      footer={
        <>
          <Problem text={error && errorText(error)} />
          <Button variant="quiet" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button isBusy={isPending} onClick={() => mutate()}>
            {t('shell:save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col items-center gap-5 py-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) mutate();
        }}
      >
        <GroupPhotoField
          name={name}
          photoUrl={photo === null ? null : conversation.photoUrl}
          photo={photo ?? null}
          onChange={setPhoto}
        />
        <div className="w-full">
          <TextField
            label={t('groupName')}
            value={name}
            maxLength={100}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
      </form>
    </Dialog>
  );
}

import type { StoryVisibility } from '@xom/contract/stories';
import { newClientId } from '@xom/sdk/client-id';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ImagePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select, TextArea } from '../../design/field.tsx';
import { ProgressBar } from '../../design/progress.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { type Attachment, useAttachments } from '../media/use-attachments.ts';
import type { NewStoryProps } from './new-story.tsx';

const visibilities = ['public', 'followers', 'friends'] as const;

/** Makes a story: a picture or a video, a few words, and who sees it. */
export function NewStoryDialog({ isOpen, onClose }: NewStoryProps) {
  const { t } = useTranslation(['stories', 'shell']);
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const attachments = useAttachments({ maxCount: 1 });
  const [caption, setCaption] = useState('');
  const [visibility, setVisibility] = useState<StoryVisibility>('public');
  const [clientId, setClientId] = useState(() => newClientId());
  const [attachment] = attachments.items;
  const [media] = attachments.media;
  const { mutate, isPending, error } = useMutation({
    mutationFn: (mediaId: string) =>
      client.stories.create({
        mediaId,
        visibility,
        clientId,
        ...(caption.trim() !== '' && { caption: caption.trim() }),
      }),
    onSuccess: () => {
      attachments.release();
      setCaption('');
      setClientId(newClientId());
      onClose();
      // Also where the event does not come.
      void queries.invalidateQueries({ queryKey: ['stories'] });
      toast.show({ kind: 'success', text: t('shared') });
    },
  });
  const close = () => {
    if (attachment) attachments.remove(attachment.id);
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t('newTitle')}
      text={t('chooseText')}
      closeLabel={t('shell:close')}
      footer={
        <Button
          isDisabled={!media}
          isBusy={isPending}
          onClick={() => {
            if (media) mutate(media.id);
          }}
        >
          {t('share')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Chosen attachment={attachment} />
        <FileButton
          accept={attachments.accept}
          label={attachment ? t('chooseOther') : t('choose')}
          onChoose={(file) => {
            if (attachment) attachments.remove(attachment.id);
            attachments.add([file]);
          }}
        />
        {attachment?.state.name === 'uploading' && (
          <ProgressBar label={t('uploading')} value={attachment.state.share} />
        )}
        <p role="alert" className="text-brick empty:hidden">
          {attachments.problem ??
            (attachment?.state.name === 'failed' ? attachment.state.text : null) ??
            (error ? errorText(error) : null)}
        </p>
        <TextArea
          label={t('caption')}
          value={caption}
          maxLength={500}
          onChange={(event) => setCaption(event.target.value)}
        />
        <Select
          label={t('visibility')}
          value={visibility}
          onChange={({ target: { value } }) =>
            setVisibility(visibilities.find((each) => each === value) ?? 'public')
          }
        >
          {visibilities.map((value) => (
            <option key={value} value={value}>
              {t(`visibilities.${value}`)}
            </option>
          ))}
        </Select>
      </div>
    </Dialog>
  );
}

/** How it will look: upright, all of it in sight. */
function Chosen({ attachment }: { attachment: Attachment | undefined }) {
  if (!attachment) return null;
  const look = 'mx-auto aspect-[9/16] max-h-80 rounded-md bg-night object-contain';
  return attachment.type === 'VIDEO' ? (
    <video src={attachment.previewUrl} className={look} muted autoPlay loop playsInline />
  ) : (
    <img src={attachment.previewUrl} alt={attachment.name} className={look} />
  );
}

interface FileButtonProps {
  accept: string;
  label: string;
  onChoose: (file: File) => void;
}

function FileButton({ accept, label, onChoose }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="secondary" icon={<ImagePlus />} onClick={() => field.current?.click()}>
        {label}
      </Button>
      <input
        ref={field}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChoose(file);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

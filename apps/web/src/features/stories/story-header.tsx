import type { Story } from '@xom/contract/stories';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pause, Play, Trash2, Volume2, VolumeOff, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { usePersonName } from '../people/person-name.tsx';

interface StoryHeaderProps {
  story: Story;
  isMine: boolean;
  isPaused: boolean;
  onPause: () => void;
  isMuted: boolean;
  onMute: () => void;
  /** There is no other: without it nothing is left to show. */
  isLast: boolean;
  close: () => void;
}

/** Whose story it is and since when, and what controls it. */
export function StoryHeader({
  story,
  isMine,
  isPaused,
  onPause,
  isMuted,
  onMute,
  isLast,
  close,
}: StoryHeaderProps) {
  const { t } = useTranslation(['stories', 'shell']);
  const formats = useFormats();
  const nameOf = usePersonName();
  const { owner, createdAt, media } = story;
  const name = nameOf(owner);
  return (
    <header className="flex items-center gap-1">
      <Link
        to="/people/$username"
        params={{ username: owner.username ?? owner.id }}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 outline-on-night"
      >
        <Avatar id={owner.id} name={name} photoUrl={owner.photoUrl} size="sm" />
        <span className="truncate font-semibold">{name}</span>
        <time dateTime={createdAt} className="shrink-0 text-caption">
          {formats.relativeTime(createdAt)}
        </time>
      </Link>
      <IconButton
        variant="onNight"
        label={isPaused ? t('play') : t('pause')}
        icon={isPaused ? <Play /> : <Pause />}
        onClick={onPause}
      />
      {media.type === 'VIDEO' && (
        <IconButton
          variant="onNight"
          label={isMuted ? t('soundOn') : t('soundOff')}
          icon={isMuted ? <VolumeOff /> : <Volume2 />}
          onClick={onMute}
        />
      )}
      {isMine && <DeleteButton story={story} onDeleted={isLast ? close : undefined} />}
      <IconButton variant="onNight" label={t('shell:close')} icon={<X />} onClick={close} />
    </header>
  );
}

interface DeleteButtonProps {
  story: Story;
  onDeleted: (() => void) | undefined;
}

function DeleteButton({ story, onDeleted }: DeleteButtonProps) {
  const { t } = useTranslation(['stories', 'shell']);
  const toast = useToast();
  const errorText = useErrorText();
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => client.stories.delete({ storyId: story.id }),
    // The event takes it out of what is shown.
    onSuccess: () => onDeleted?.(),
    onSettled: () => setAsked(false),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <>
      <IconButton
        variant="onNight"
        label={t('shell:delete')}
        icon={<Trash2 />}
        onClick={() => setAsked(true)}
      />
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('deleteTitle')}
        text={t('deleteText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('shell:delete')}
        isDanger
        isBusy={isPending}
        onConfirm={() => mutate()}
      />
    </>
  );
}

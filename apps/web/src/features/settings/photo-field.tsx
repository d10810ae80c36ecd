import { useMutation } from '@tanstack/react-query';
import { Camera } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useMe } from '../../shell/session.tsx';
import { upload } from '../media/upload.ts';
import { CropDialog } from './crop-dialog.tsx';
import { useChangeMe } from './use-change-me.ts';

/** My photo: chosen, placed in a square, and shown everywhere as soon as it is there. */
export function PhotoField() {
  const { t } = useTranslation('settings');
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const { save, remove, isBusy } = useChangePhoto(() => setPicture(null));
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The same file can be chosen again.
    target.value = '';
    if (!file) return;
    try {
      setPicture(await createImageBitmap(file));
      setUnreadable(false);
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <div className="flex items-center gap-5">
      <Avatar
        id={me.id}
        name={me.displayName}
        photoUrl={me.photoUrl}
        size="xl"
        label={t('photoOf')}
      />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap gap-2">
          <Button
            variant="secondary"
            icon={<Camera />}
            isBusy={isBusy}
            onClick={() => input.current?.click()}
          >
            {t(me.photoUrl === null ? 'choosePhoto' : 'changePhoto')}
          </Button>
          {me.photoUrl !== null && (
            <Button variant="quiet" isDisabled={isBusy} onClick={remove}>
              {t('removePhoto')}
            </Button>
          )}
        </div>
        <div role="alert">
          {isUnreadable && <p className="pt-2 text-caption text-brick">{t('photoUnreadable')}</p>}
        </div>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        aria-label={t('photo')}
        hidden
        onChange={(event) => void choose(event)}
      />
      <CropDialog picture={picture} isBusy={isBusy} onClose={() => setPicture(null)} onUse={save} />
    </div>
  );
}

function useChangePhoto(onSaved: () => void) {
  const { t } = useTranslation('settings');
  const changeMe = useChangeMe();
  const toast = useToast();
  const errorText = useErrorText();
  const onError = (error: unknown) => toast.show({ kind: 'error', text: errorText(error) });
  const saving = useMutation({
    mutationFn: async (photo: File) => changeMe({ photoMediaId: (await upload(photo)).id }),
    onSuccess: () => {
      onSaved();
      toast.show({ kind: 'success', text: t('photoSaved') });
    },
    onError,
  });
  const removing = useMutation({
    mutationFn: () => changeMe({ photoMediaId: null }),
    onSuccess: () => toast.show({ text: t('photoRemoved') }),
    onError,
  });
  return {
    save: (photo: File) => saving.mutate(photo),
    remove: () => removing.mutate(),
    isBusy: saving.isPending || removing.isPending,
  };
}

import { Camera, ImageOff, UsersRound } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';

interface GroupPhotoFieldProps {
  /** Of the group: its initials stand in for a picture. */
  name: string;
  /** The picture that it has. */
  photoUrl?: string | null;
  photo: File | null;
  /** Null: without a picture. */
  onChange: (photo: File | null) => void;
}

/** The picture of a group, to choose or to take away. */
export function GroupPhotoField({ name, photoUrl = null, photo, onChange }: GroupPhotoFieldProps) {
  const { t } = useTranslation('chats');
  const input = useRef<HTMLInputElement>(null);
  const preview = useMemo(() => (photo ? URL.createObjectURL(photo) : null), [photo]);
  useEffect(() => () => void (preview !== null && URL.revokeObjectURL(preview)), [preview]);
  const shown = preview ?? photoUrl;
  return (
    <div className="flex flex-col items-center gap-3">
      {name === '' && shown === null ? (
        <span
          aria-hidden
          className="flex size-24 items-center justify-center rounded-full bg-sunken text-muted"
        >
          <UsersRound className="size-8" strokeWidth={1.75} />
        </span>
      ) : (
        <Avatar id={name} name={name} photoUrl={shown} size="xl" />
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('choosePhoto')}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onChange(file);
          target.value = '';
        }}
      />
      <span className="flex gap-2">
        <Button
          variant="secondary"
          size="sm"
          icon={<Camera />}
          onClick={() => input.current?.click()}
        >
          {t(shown === null ? 'choosePhoto' : 'changePhoto')}
        </Button>
        {shown !== null && (
          <Button variant="quiet" size="sm" icon={<ImageOff />} onClick={() => onChange(null)}>
            {t('removePhoto')}
          </Button>
        )}
      </span>
    </div>
  );
}

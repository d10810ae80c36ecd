import { ImagePlus, UserRoundPlus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useFormats } from '../../shell/formats.ts';
import type { ComposerState } from './use-composer.ts';

/** From here on the number of characters left is worth seeing. */
const nearEnd = 200;

/** Below what is written: files, people, how much fits, and the button to post it. */
export function ComposerToolbar({
  composer: { attachments, room, canSubmit, isBusy },
  isEdit,
  isTagging,
  onTagging,
}: {
  composer: ComposerState;
  isEdit: boolean;
  isTagging: boolean;
  onTagging: (isTagging: boolean) => void;
}) {
  const { t } = useTranslation('posts');
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="sticky -bottom-5 mt-auto -mb-5 flex items-center border-t border-hairline bg-raised py-2">
      {!isEdit && (
        <>
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            accept={attachments.accept}
            aria-label={t('addFiles')}
            onChange={({ target }) => {
              attachments.add(target.files ?? []);
              // So that the same file can be chosen again.
              target.value = '';
            }}
          />
          <IconButton
            label={t('addFiles')}
            icon={<ImagePlus />}
            isDisabled={!attachments.hasRoom}
            onClick={() => picker.current?.click()}
          />
        </>
      )}
      <IconButton
        label={t('tagPeople')}
        icon={<UserRoundPlus />}
        isPressed={isTagging}
        onClick={() => onTagging(!isTagging)}
      />
      <Room room={room} />
      <p role="status" className="sr-only">
        {attachments.isUploading && t('waitForFiles')}
      </p>
      <Button
        type="submit"
        className="ml-auto"
        isDisabled={!canSubmit && !isBusy}
        isBusy={isBusy}
        busyLabel={t('publishing')}
      >
        {t(isEdit ? 'saveChanges' : 'publish')}
      </Button>
    </div>
  );
}

function Room({ room }: { room: number }) {
  const { t } = useTranslation('posts');
  const formats = useFormats();
  if (room > nearEnd) return null;
  return (
    <span className={`px-2 text-caption tabular-nums ${room < 0 ? 'text-brick' : 'text-muted'}`}>
      <span aria-hidden>{formats.number(room)}</span>
      <span role="status" className="sr-only">
        {/* Not at every key: each tenth, and when it is too much. */}
        {room < 0 ? t('tooLong', { count: -room }) : room % 10 === 0 && t('left', { count: room })}
      </span>
    </span>
  );
}

import { Play, X } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import type { ChosenFile } from './use-chosen-files.ts';

/** The files that go with the next message. */
export function ComposerFiles({
  files,
  onRemove,
}: {
  files: readonly ChosenFile[];
  onRemove: (id: string) => void;
}) {
  const { t } = useTranslation('messages');
  return (
    <ul aria-label={t('chosenFiles')} className="flex gap-2 overflow-x-auto px-3 pt-3 pb-1">
      {files.map(({ id, file, type, previewUrl }) => (
        <li key={id} className="relative size-20 shrink-0 overflow-hidden rounded-md bg-night">
          {type === 'IMAGE' ? (
            <img src={previewUrl} alt={file.name} className="size-full object-cover" />
          ) : (
            <>
              <video
                src={previewUrl}
                muted
                playsInline
                aria-label={file.name}
                className="size-full object-cover"
              />
              <Play
                className="absolute inset-0 m-auto size-6 text-on-night"
                strokeWidth={1.75}
                aria-hidden
              />
            </>
          )}
          <span className="absolute top-0.5 right-0.5">
            <IconButton
              size="sm"
              variant="onNight"
              className="scale-75"
              label={t('removeFile', { name: file.name })}
              icon={<X />}
              onClick={() => onRemove(id)}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}

import { Check, Play, RotateCw, X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { ProgressRing } from '../../design/progress.tsx';
import type { Attachment } from './use-attachments.ts';

/** One file that is being added: its picture, how far it is, and what can be done with it. */
export function AttachmentTile({
  item,
  number,
  count,
  handle,
  onRetry,
  onRemove,
  onDescribe,
}: {
  item: Attachment;
  number: number;
  count: number;
  /** What makes the picture a handle to drag it by; null when there is nowhere to. */
  handle: ComponentProps<'button'> | null;
  onRetry: () => void;
  onRemove: () => void;
  onDescribe: (() => void) | undefined;
}) {
  const { t } = useTranslation(['media', 'shell']);
  const { state } = item;
  const place = t('attachment', { number, count, name: item.name });
  return (
    <figure className="w-28">
      <div className="relative size-28 overflow-hidden rounded-md bg-night">
        {handle ? (
          <button
            type="button"
            {...handle}
            aria-label={place}
            className="block size-full cursor-grab touch-manipulation -outline-offset-4 outline-on-night active:cursor-grabbing"
          >
            <Preview item={item} />
          </button>
        ) : (
          <Preview item={item} label={place} />
        )}
        {state.name === 'uploading' && (
          <span className="pointer-events-none absolute inset-0 flex items-center justify-center">
            <ProgressRing label={t('uploading', { name: item.name })} value={state.share} />
          </span>
        )}
        {state.name === 'failed' && (
          <span className="absolute inset-0 flex items-center justify-center bg-scrim">
            <IconButton
              variant="onNight"
              label={t('shell:retry')}
              icon={<RotateCw />}
              onClick={onRetry}
            />
          </span>
        )}
        {item.file && (
          <span className="absolute top-1 right-1">
            <IconButton
              variant="onNight"
              size="sm"
              label={t(state.name === 'uploading' ? 'cancelUpload' : 'remove', { number })}
              icon={<X />}
              onClick={onRemove}
            />
          </span>
        )}
      </div>
      <figcaption className="mt-1 text-caption">
        {state.name === 'failed' && (
          <p role="alert" className="text-brick">
            {state.text}
          </p>
        )}
        {onDescribe && state.name !== 'failed' && (
          <button
            type="button"
            onClick={onDescribe}
            className="flex min-h-11 w-full items-center justify-center gap-1 rounded-sm text-muted hover:bg-hover hover:text-ink"
          >
            {item.altText !== '' && <Check aria-hidden className="size-4 text-leaf" />}
            <span>
              {t(item.altText === '' ? 'describe' : 'described')}
              <span className="sr-only"> {t('ofFile', { number })}</span>
            </span>
          </button>
        )}
      </figcaption>
    </figure>
  );
}

function Preview({ item, label = '' }: { item: Attachment; label?: string }) {
  if (item.type === 'IMAGE')
    return (
      <img src={item.previewUrl} alt={label} draggable={false} className="size-full object-cover" />
    );
  return (
    <>
      <video
        src={item.previewUrl}
        muted
        preload="metadata"
        className="size-full object-cover"
        aria-label={label || undefined}
      />
      <span
        aria-hidden
        className="icons pointer-events-none absolute bottom-2 left-2 rounded-full bg-scrim p-1 text-on-night"
      >
        <Play />
      </span>
    </>
  );
}

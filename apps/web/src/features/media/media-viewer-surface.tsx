import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import type { MediaViewerProps } from './media-viewer.tsx';
import { Picture } from './picture.tsx';
import type { ShownMedia } from './shown-media.ts';
import { useGestures } from './use-gestures.ts';
import { Video } from './video.tsx';

/** The viewer itself. */
export function MediaViewerSurface({ isOpen, ...viewer }: MediaViewerProps) {
  const { t } = useTranslation('media');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && viewer.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-night transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          aria-label={t('viewer')}
          className="fixed inset-0 z-40 flex flex-col overflow-hidden text-on-night outline-none transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Viewer {...viewer} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Viewer({ onClose, items, startIndex = 0 }: Omit<MediaViewerProps, 'isOpen'>) {
  const { t } = useTranslation(['media', 'shell']);
  const [index, setIndex] = useState(startIndex);
  const shown = items[Math.min(index, items.length - 1)];
  if (!shown) return null;
  const go = (step: number) =>
    setIndex((before) => Math.max(0, Math.min(items.length - 1, before + step)));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowLeft') go(-1);
    else if (key === 'ArrowRight') go(1);
  };
  return (
    <div role="presentation" onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <header className="absolute inset-x-0 top-0 z-10 flex items-center gap-1 p-2">
        <IconButton variant="onNight" label={t('shell:close')} icon={<X />} onClick={onClose} />
        <p className="flex flex-1 justify-center text-caption tabular-nums" role="status">
          {items.length > 1 && (
            <span className="rounded-full bg-scrim px-3 py-1">
              {t('place', { number: index + 1, count: items.length })}
            </span>
          )}
        </p>
        <a
          href={shown.url}
          download={fileNameOf(shown)}
          aria-label={t('download')}
          className="icons inline-flex size-11 items-center justify-center rounded-full bg-scrim outline-on-night hover:bg-night"
        >
          <Download />
        </a>
      </header>
      <Slide key={shown.id} media={shown} onClose={onClose} onGo={go} />
      {shown.altText && (
        <p className="max-h-[30dvh] overflow-y-auto px-4 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))] text-center whitespace-pre-line">
          {shown.altText}
        </p>
      )}
      {index > 0 && (
        <Step label={t('previous')} onClick={() => go(-1)} className="left-2">
          <ChevronLeft />
        </Step>
      )}
      {index < items.length - 1 && (
        <Step label={t('next')} onClick={() => go(1)} className="right-2">
          <ChevronRight />
        </Step>
      )}
    </div>
  );
}

function Step({
  label,
  onClick,
  className,
  children,
}: {
  label: string;
  onClick: () => void;
  className: string;
  children: ReactNode;
}) {
  return (
    // On touch screens one swipes.
    <span className={`absolute top-1/2 -translate-y-1/2 pointer-coarse:hidden ${className}`}>
      <IconButton variant="onNight" label={label} icon={children} onClick={onClick} />
    </span>
  );
}

function Slide({
  media,
  onClose,
  onGo,
}: {
  media: ShownMedia;
  onClose: () => void;
  onGo: (step: number) => void;
}) {
  const { t } = useTranslation('media');
  const isVideo = media.type === 'VIDEO';
  const gestures = useGestures({ onClose, onGo, canZoom: !isVideo });
  return (
    <div
      ref={gestures.frame}
      role="presentation"
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
      className="relative flex min-h-0 flex-1 touch-none items-center justify-center overflow-hidden"
    >
      <div
        ref={gestures.content}
        className="pointer-events-none flex size-full items-center justify-center *:pointer-events-auto"
      >
        {isVideo ? (
          <Video
            media={media}
            label={media.altText || t('video')}
            isPlayedAtOnce
            className="max-h-full max-w-full"
          />
        ) : (
          <Picture
            media={media}
            alt={media.altText || t('picture')}
            sizes="100vw"
            fit="contain"
            isEager
            isFull
            className="max-h-full max-w-full select-none"
          />
        )}
      </div>
    </div>
  );
}

function fileNameOf({ id, mimeType }: ShownMedia): string {
  return `${id.slice(-12)}.${mimeType.split('/')[1] ?? 'bin'}`;
}

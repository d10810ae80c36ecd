import type { Message } from '@xom/contract/message-shape';
import type { OutboxItem } from '@xom/sdk/outbox';
import { X } from 'lucide-react';
import { type CSSProperties, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useRowActs } from './message-acts.ts';
import { lazily } from '../../design/lazily.ts';

// What fills the box of a picture or a video loads with the first of them.
const Picture = lazily(async () => (await import('../media/picture.tsx')).Picture);
const PlayMark = lazily(async () => (await import('../media/play-mark.tsx')).PlayMark);
const ProgressRing = lazily(async () => (await import('../../design/progress.tsx')).ProgressRing);

interface Size {
  readonly width: number;
  readonly height: number;
}

const widest = 320;
const tallest = 400;
const narrowest = 140;
const unknownSize: Size = { width: 240, height: 180 };

/** The picture or the video of a message; it opens the viewer. */
export function MessageMedia({ message, label }: { message: Message; label: string }) {
  const acts = useRowActs();
  const formats = useFormats();
  const { media } = message;
  if (!media) return null;
  const isVideo = media.type === 'VIDEO';
  const { duration } = media;
  // What is seen on it is part of its name.
  const named = duration === undefined ? label : `${label}, ${formats.duration(duration)}`;
  return (
    <button
      type="button"
      aria-label={named}
      onClick={() => acts.view(message)}
      style={boxOf(media)}
      className="relative block max-w-full overflow-hidden rounded-md bg-sunken -outline-offset-4 outline-on-night"
    >
      {isVideo ? (
        <>
          <video
            // The fragment makes Safari show the first picture.
            src={`${media.url}#t=0.001`}
            preload="metadata"
            muted
            playsInline
            tabIndex={-1}
            aria-hidden
            className="size-full bg-night object-cover"
          />
          <Suspense fallback={null}>
            <PlayMark duration={duration} />
          </Suspense>
        </>
      ) : (
        <Suspense fallback={null}>
          <Picture media={media} alt="" sizes={`${widest}px`} className="size-full" />
        </Suspense>
      )}
    </button>
  );
}

/** The file of a message that is being sent: how much of it is uploaded, and a way to stop that. */
export function PendingMedia({ item, file }: { item: OutboxItem; file: Blob }) {
  const { t } = useTranslation('messages');
  const acts = useRowActs();
  const size = usePictureSize(file);
  const showPicture = useSource<HTMLImageElement>(file);
  const showVideo = useSource<HTMLVideoElement>(file);
  return (
    <div
      style={boxOf(size)}
      className="relative max-w-full overflow-hidden rounded-md bg-sunken"
      role="group"
      aria-label={t(`kinds.${item.type}`)}
    >
      {item.type === 'VIDEO' ? (
        <video ref={showVideo} muted playsInline aria-hidden className="size-full object-cover" />
      ) : (
        <img ref={showPicture} alt="" className="size-full object-cover" />
      )}
      {item.status === 'sending' && (
        <span className="absolute inset-0 flex items-center justify-center">
          <span className="relative">
            <Suspense fallback={null}>
              <ProgressRing label={t('uploading')} value={item.progress} />
            </Suspense>
            <span className="absolute inset-0">
              <IconButton
                label={t('cancelUpload')}
                icon={<X />}
                className="text-on-night hover:bg-transparent hover:text-on-night"
                onClick={() => acts.discard(item.clientId)}
              />
            </span>
          </span>
        </span>
      )}
    </div>
  );
}

/** As large as it is, within what a bubble holds; known before it loads, so that nothing moves. */
function boxOf({ width, height }: Size): CSSProperties {
  const scale = Math.min(1, widest / width, tallest / height);
  const shown = Math.max(narrowest, Math.round(width * scale));
  return { width: shown, aspectRatio: String(Math.max(width / height, shown / tallest)) };
}

/** Shows a file of this device in an element, as long as that is there. */
function useSource<Element extends HTMLImageElement | HTMLVideoElement>(file: Blob) {
  return useCallback(
    (element: Element) => {
      const url = URL.createObjectURL(file);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
}

function usePictureSize(file: Blob): Size {
  const [size, setSize] = useState(unknownSize);
  useEffect(() => {
    // A file that is no image after all the server refuses, and says so.
    if (file.type.startsWith('image/')) void sizeOf(file).then(setSize, () => undefined);
  }, [file]);
  return size;
}

async function sizeOf(file: Blob): Promise<Size> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { MediaViewer } from './media-viewer.tsx';
import { Picture } from './picture.tsx';
import type { ShownMedia } from './shown-media.ts';
import { Video } from './video.tsx';

const atMost = 4;
/** A single picture is at least as wide as this against its height, so that none fills the screen. */
const narrowest = 4 / 5;
const maxHeightRem = 32;
/** On phones the whole width, elsewhere what a column leaves. */
const wide = '(min-width: 48rem) 36rem, 100vw';
const half = '(min-width: 48rem) 18rem, 50vw';

/** The files of a post: one video, or pictures, of which the first four are seen; each opens the viewer. */
export function PictureGrid({ media }: { media: readonly ShownMedia[] }) {
  const { t } = useTranslation('media');
  const [shown, setShown] = useState<number | null>(null);
  const [first] = media;
  if (!first) return null;
  if (first.type === 'VIDEO') {
    return (
      <Video
        media={first}
        label={first.altText ?? t('video')}
        className="max-h-125 w-full rounded-md"
      />
    );
  }
  const tiles = media.slice(0, atMost);
  const hidden = media.length - tiles.length;
  return (
    <>
      <ul
        className={`grid gap-1 overflow-hidden rounded-md ${shapes[tiles.length] ?? ''}`}
        style={tiles.length === 1 ? singleShape(first) : undefined}
      >
        {tiles.map((each, index) => (
          <li
            key={each.id}
            className={`relative min-h-0 min-w-0 ${tiles.length === 3 && index === 0 ? 'row-span-2' : ''}`}
          >
            <button
              type="button"
              onClick={() => setShown(index)}
              aria-label={labelOf(each, index, hidden)}
              className="block size-full -outline-offset-4 outline-on-night"
            >
              <Picture
                media={each}
                alt=""
                sizes={tiles.length === 1 ? wide : half}
                className="size-full"
              />
              {index === atMost - 1 && hidden > 0 && (
                <span
                  aria-hidden
                  className="absolute inset-0 flex items-center justify-center bg-scrim text-display font-semibold text-on-night"
                >
                  {t('more', { count: hidden })}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <MediaViewer
        isOpen={shown !== null}
        onClose={() => setShown(null)}
        items={media}
        startIndex={shown ?? 0}
      />
    </>
  );

  function labelOf({ altText }: ShownMedia, index: number, more: number): string {
    const place = t('openPicture', { number: index + 1, count: media.length });
    const named = altText ? `${place}: ${altText}` : place;
    // What is seen on it is part of its name.
    return index === atMost - 1 && more > 0 ? `${named}, ${t('more', { count: more })}` : named;
  }
}

const shapes: Readonly<Record<number, string>> = {
  2: 'grid-cols-2 aspect-[2/1]',
  3: 'grid-cols-2 grid-rows-2 aspect-[16/10]',
  4: 'grid-cols-2 grid-rows-2 aspect-[16/11]',
};

/** Its own shape, kept from being taller than it is pleasant, and no larger than it is. */
function singleShape({ width, height }: ShownMedia) {
  const ratio = Math.max(width / height, narrowest);
  const maxWidth = `min(${Math.max(width, 160)}px, ${ratio * maxHeightRem}rem)`;
  return { aspectRatio: String(ratio), maxWidth };
}

/** The first file of a post in a small square, as in a quote or a notification. Decoration. */
export function MediaThumb({ media, className = '' }: { media: ShownMedia; className?: string }) {
  return (
    <span
      className={`relative block shrink-0 overflow-hidden rounded-sm bg-night ${className}`}
      aria-hidden
    >
      {media.type === 'VIDEO' ? (
        <span className="icons flex size-full items-center justify-center text-on-night">
          <Play />
        </span>
      ) : (
        <Picture media={media} alt="" sizes="8rem" className="size-full" />
      )}
    </span>
  );
}

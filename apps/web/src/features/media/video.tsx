import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormats } from '../../shell/formats.ts';
import { useTranslation } from '../../shell/translation.tsx';
import { PlayMark } from './play-mark.tsx';
import type { ShownMedia } from './shown-media.ts';

interface VideoProps {
  media: Pick<ShownMedia, 'url' | 'width' | 'height' | 'duration'>;
  /** What it shows. */
  label: string;
  className?: string;
  isPlayedAtOnce?: boolean;
}

/**
 * A video of this server: its place is kept; it stops when it leaves the screen or another one begins. Until it
 * is played it is a quiet picture.
 */
export function Video({ media, label, className = '', isPlayedAtOnce = false }: VideoProps) {
  const { t } = useTranslation('media');
  const formats = useFormats();
  const video = useRef<HTMLVideoElement>(null);
  const [isBegun, setBegun] = useState(isPlayedAtOnce);
  useEffect(() => {
    const { current: element } = video;
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === false) element.pause();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shown = (
    // What people upload has no captions; its alternative text is its name.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video
      ref={video}
      // The fragment makes Safari show the first picture.
      src={`${media.url}#t=0.001`}
      // Until then the button that plays it has its name.
      {...(isBegun ? { 'aria-label': label } : { 'aria-hidden': true, tabIndex: -1 })}
      width={media.width}
      height={media.height}
      style={{ aspectRatio: `${media.width} / ${media.height}` }}
      controls={isBegun}
      playsInline
      preload="metadata"
      autoPlay={isPlayedAtOnce}
      onPlay={({ currentTarget }) => {
        for (const other of document.querySelectorAll('video')) {
          if (other !== currentTarget && !other.muted) other.pause();
        }
      }}
      className={`bg-night object-contain ${className}`}
    />
  );
  if (isPlayedAtOnce) return shown;
  const { duration } = media;
  // What is seen on it is part of its name.
  const named = duration === undefined ? label : `${label}, ${formats.duration(duration)}`;
  return (
    <div className="relative">
      {shown}
      {!isBegun && (
        <button
          type="button"
          aria-label={t('play', { label: named })}
          onClick={() => {
            flushSync(() => setBegun(true));
            video.current?.focus();
            // A browser that refuses leaves its controls there.
            video.current?.play().catch(() => undefined);
          }}
          className="absolute inset-0 rounded-md -outline-offset-4 outline-on-night"
        >
          <PlayMark duration={duration} />
        </button>
      )}
    </div>
  );
}

import { useEffect, useRef } from 'react';
import type { ShownMedia } from './shown-media.ts';

interface VideoProps {
  media: Pick<ShownMedia, 'url' | 'width' | 'height'>;
  /** What it shows. */
  label: string;
  className?: string;
  isPlayedAtOnce?: boolean;
}

/** A video of this server: its place is kept; it stops when it leaves the screen or another one begins. */
export function Video({ media, label, className = '', isPlayedAtOnce = false }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { current: element } = video;
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === false) element.pause();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    // What people upload has no captions; its alternative text is its name.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video
      ref={video}
      // The fragment makes Safari show the first picture.
      src={`${media.url}#t=0.001`}
      aria-label={label}
      width={media.width}
      height={media.height}
      style={{ aspectRatio: `${media.width} / ${media.height}` }}
      controls
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
}

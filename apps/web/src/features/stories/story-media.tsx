import type { Story } from '@xom/contract/stories';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Picture } from '../media/picture.tsx';

interface StoryMediaProps {
  story: Story;
  /** Of its owner. */
  name: string;
  isRunning: boolean;
  isMuted: boolean;
  /** How much of it is over, from 0 to 1. */
  onProgress: (share: number) => void;
  onEnd: () => void;
}

/** How long a picture shows. */
const shownMs = 5_000;

/** The picture or the video of a story, as large as there is room; it says when its time is over. */
export function StoryMedia(props: StoryMediaProps) {
  const { type, width, height } = props.story.media;
  const ratio = width / height;
  return (
    <div className="[container-type:size] flex size-full items-center justify-center">
      <div
        className="overflow-hidden rounded-md bg-night"
        style={{ width: `min(100cqw, 100cqh * ${ratio})`, aspectRatio: ratio }}
      >
        {type === 'VIDEO' ? <StoryVideo {...props} /> : <StoryPicture {...props} />}
      </div>
    </div>
  );
}

function StoryPicture({ story: { media }, name, isRunning, onProgress, onEnd }: StoryMediaProps) {
  const { t } = useTranslation('stories');
  const goneMs = useRef(0);
  const [isThere, setThere] = useState(false);
  const tick = useEffectEvent((passedMs: number) => {
    goneMs.current += passedMs;
    onProgress(Math.min(1, goneMs.current / shownMs));
    if (goneMs.current >= shownMs) onEnd();
  });
  useEffect(() => {
    if (!isRunning || !isThere) return undefined;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      tick(now - last);
      last = now;
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [isRunning, isThere]);
  return (
    <Picture
      media={media}
      alt={t('image', { name })}
      sizes="(min-width: 48rem) 54dvh, 100vw"
      fit="contain"
      isEager
      isFull
      onSettled={() => setThere(true)}
      className="size-full"
    />
  );
}

function StoryVideo({
  story: { media },
  name,
  isRunning,
  isMuted,
  onProgress,
  onEnd,
}: StoryMediaProps) {
  const { t } = useTranslation('stories');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    // A browser may want a press first; then it waits.
    if (isRunning) void video.current?.play().catch(() => undefined);
    else video.current?.pause();
  }, [isRunning]);
  return (
    // What people upload has no captions.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video
      ref={video}
      src={media.url}
      aria-label={t('video', { name })}
      muted={isMuted}
      playsInline
      preload="auto"
      onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
        onProgress(duration > 0 ? currentTime / duration : 0)
      }
      onEnded={onEnd}
      className="size-full object-contain"
    />
  );
}

import type { Story } from '@xom/contract/stories';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { client } from '../../shell/client.ts';
import { useMe } from '../../shell/session.tsx';
import { StoryFooter } from './story-footer.tsx';
import { StoryHeader } from './story-header.tsx';
import { StoryMedia } from './story-media.tsx';
import { StoryProgress } from './story-progress.tsx';
import { useStoryGestures } from './use-story-gestures.ts';

interface StoryPlayerProps {
  stories: readonly Story[];
  /** Of their owner. */
  name: string;
  goTo: (step: 1 | -1) => void;
  close: () => void;
}

/** Shows the stories of one person, one after another; those already seen come after the others. */
export function StoryPlayer({ stories, name, goTo, close }: StoryPlayerProps) {
  const { t } = useTranslation('stories');
  const me = useMe();
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      stories.findIndex(({ seen }) => !seen),
    ),
  );
  // Who wants little motion, or nothing that runs by itself, goes on by hand.
  const [isPaused, setPaused] = useState(() => matchMedia('(prefers-reduced-motion)').matches);
  const [isHeld, setHeld] = useState(false);
  const [isMuted, setMuted] = useState(true);
  const [share, setShare] = useState(0);
  const story = stories[Math.min(index, stories.length - 1)];
  const number = Math.min(index, stories.length - 1) + 1;

  const move = (step: 1 | -1) => {
    setShare(0);
    const next = number - 1 + step;
    if (next < 0 || next >= stories.length) goTo(step);
    else setIndex(next);
  };
  const gestures = useStoryGestures({ onHold: setHeld, goTo, close });
  useKeys({ move, close, toggle: () => setPaused((before) => !before) });
  useSeen(story, me.id);
  usePreloaded(stories[number]);
  if (!story) return null;
  const isRunning = !isPaused && !isHeld;
  return (
    <article className="flex h-dvh w-full max-w-[max(100dvh*9/16,24rem)] flex-col overflow-hidden tablet:h-[96dvh]">
      <h1 className="sr-only">{t('of', { name })}</h1>
      <p role="status" className="sr-only">
        {t('place', { number, count: stories.length })}
      </p>
      <div className="p-2">
        <StoryProgress count={stories.length} number={number} share={share} />
        <StoryHeader
          story={story}
          isMine={story.owner.id === me.id}
          isPaused={isPaused}
          onPause={() => setPaused(!isPaused)}
          isMuted={isMuted}
          onMute={() => setMuted(!isMuted)}
          isLast={stories.length === 1}
          close={close}
        />
      </div>
      {/* Nothing lies on what is shown. */}
      <div className="relative min-h-0 flex-1" {...gestures}>
        <StoryMedia
          key={story.id}
          story={story}
          name={name}
          isRunning={isRunning}
          isMuted={isMuted}
          onProgress={setShare}
          onEnd={() => move(1)}
        />
        <button
          type="button"
          aria-label={t('previous')}
          onClick={() => move(-1)}
          className="group absolute inset-y-0 left-0 flex w-1/3 items-center justify-start p-3 -outline-offset-4 outline-on-night"
        >
          <ChevronLeft className={chevron} strokeWidth={1.75} aria-hidden />
        </button>
        <button
          type="button"
          aria-label={t('next')}
          onClick={() => move(1)}
          className="group absolute inset-y-0 right-0 flex w-2/3 items-center justify-end p-3 -outline-offset-4 outline-on-night"
        >
          <ChevronRight className={chevron} strokeWidth={1.75} aria-hidden />
        </button>
      </div>
      {story.caption !== null && (
        <p
          // A long one scrolls, by the keyboard too.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-32 shrink-0 overflow-y-auto px-4 pt-3 wrap-anywhere whitespace-pre-wrap -outline-offset-2 outline-on-night"
        >
          {story.caption}
        </p>
      )}
      <StoryFooter
        key={story.id}
        story={story}
        name={name}
        isMine={story.owner.id === me.id}
        onHold={setHeld}
      />
    </article>
  );
}

/** Fingers know where to tap; a mouse is shown. */
const chevron =
  'invisible size-9 rounded-full bg-scrim p-1.5 group-hover:pointer-fine:visible group-focus-visible:visible';

interface Keys {
  move: (step: 1 | -1) => void;
  close: () => void;
  toggle: () => void;
}

function useKeys(keys: Keys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isElsewhere =
      event.target instanceof HTMLElement &&
      event.target.closest('input, [role=dialog], [role=menu]');
    if (isElsewhere || event.defaultPrevented) return;
    if (event.key === 'ArrowRight') keys.move(1);
    else if (event.key === 'ArrowLeft') keys.move(-1);
    else if (event.key === 'Escape') keys.close();
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) keys.toggle();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** Tells the owner once that I looked at it. */
function useSeen(story: Story | undefined, myId: string): void {
  const storyId = story && !story.seen && story.owner.id !== myId ? story.id : null;
  useEffect(() => {
    // A look that is not told is no trouble for anybody.
    if (storyId !== null) void client.stories.view({ storyId }).catch(() => undefined);
  }, [storyId]);
}

/** Fetches the picture of the one that comes next. */
function usePreloaded(story: Story | undefined): void {
  const url = story?.media.variants['preview']?.url;
  useEffect(() => {
    if (url !== undefined) new Image().src = url;
  }, [url]);
}

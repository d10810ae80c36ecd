import type { StoryReel } from '@xom/contract/stories';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { itemsOf } from '../../shell/pages.ts';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { NewStory } from './new-story.tsx';
import { trayQuery } from './stories.queries.ts';

/** Who shows something today: what I have not seen first, in a row that scrolls. */
export function StoriesTray() {
  const { t } = useTranslation('stories');
  const me = useMe();
  const { data, isPending } = useInfiniteQuery(trayQuery);
  const reels = itemsOf(data, ({ owner }) => owner.id);
  const mine = reels.find(({ owner }) => owner.id === me.id);
  return (
    <section aria-label={t('stories')} className="border-b border-hairline">
      <ul className="flex gap-1 overflow-x-auto px-1 py-3 [scrollbar-width:none]">
        <li>
          <AddTile hasStory={mine !== undefined} />
        </li>
        {mine && (
          <li>
            <ReelTile reel={mine} name={t('yours')} />
          </li>
        )}
        {reels
          .filter((reel) => reel !== mine)
          .map((reel) => (
            <li key={reel.owner.id}>
              <ReelTile reel={reel} />
            </li>
          ))}
        {isPending &&
          Array.from({ length: 4 }, (_, tile) => (
            <li key={tile} aria-hidden className={tileLook}>
              <Skeleton className="size-14 rounded-full" />
              <Skeleton className="h-3 w-12" />
            </li>
          ))}
      </ul>
    </section>
  );
}

const tileLook = 'flex w-20 flex-col items-center gap-2 rounded-md px-0.5 py-1.5';

function ReelTile({ reel: { owner, hasUnseen }, name }: { reel: StoryReel; name?: string }) {
  const { t } = useTranslation('stories');
  const nameOf = usePersonName();
  const shown = name ?? nameOf(owner);
  return (
    <Link
      to="/stories/$ownerId"
      params={{ ownerId: owner.id }}
      className={`${tileLook} hover:bg-hover`}
    >
      <Avatar
        id={owner.id}
        name={nameOf(owner)}
        photoUrl={owner.photoUrl}
        size="lg"
        ring={hasUnseen ? 'unseen' : 'seen'}
      />
      <span aria-hidden className="w-full truncate text-center text-caption">
        {shown}
      </span>
      <span className="sr-only">
        {hasUnseen ? t('ringNew', { name: shown }) : t('ringSeen', { name: shown })}
      </span>
    </Link>
  );
}

function AddTile({ hasStory }: { hasStory: boolean }) {
  const { t } = useTranslation('stories');
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={`${tileLook} hover:bg-hover`}>
        {hasStory ? (
          // My picture stands beside it already.
          <span className="flex size-14 items-center justify-center rounded-full border border-edge text-brick">
            <Plus className="size-6" strokeWidth={1.75} aria-hidden />
          </span>
        ) : (
          <span className="relative">
            <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} size="lg" />
            <span className="absolute -right-0.5 -bottom-0.5 flex size-6 items-center justify-center rounded-full bg-brick-fill text-on-brick ring-2 ring-surface">
              <Plus className="size-4" strokeWidth={2} aria-hidden />
            </span>
          </span>
        )}
        <span className="w-full truncate text-center text-caption">{t('new')}</span>
      </button>
      <NewStory isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

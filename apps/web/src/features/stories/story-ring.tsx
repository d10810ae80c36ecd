import type { Person } from '@xom/contract/fields';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar, type AvatarSize } from '../../design/avatar.tsx';
import { itemsOf } from '../../shell/pages.ts';
import { storiesOfQuery, trayQuery } from './stories.queries.ts';

export type Ring = 'unseen' | 'seen';

interface StoryRingProps {
  person: Person;
  name: string;
  /** Undefined: they show nothing now. */
  ring: Ring | undefined;
  size?: AvatarSize;
  isOnline?: boolean | undefined;
}

/** The picture of somebody; with stories it has a ring and leads to them. */
export function StoryRing({ person: { id, photoUrl }, name, ring, ...look }: StoryRingProps) {
  const { t } = useTranslation('stories');
  const picture = <Avatar id={id} name={name} photoUrl={photoUrl} ring={ring} {...look} />;
  if (!ring) return picture;
  return (
    <Link
      to="/stories/$ownerId"
      params={{ ownerId: id }}
      // In a row that is a link it lies above it.
      className="touch relative z-1 rounded-full outline-offset-4"
    >
      {picture}
      <span className="sr-only">
        {ring === 'unseen' ? t('ringNew', { name }) : t('ringSeen', { name })}
      </span>
    </Link>
  );
}

/** The ring of somebody in a list: of those in my tray. */
export function useTrayRing(personId: string): Ring | undefined {
  const { data } = useInfiniteQuery(trayQuery);
  const reel = itemsOf(data, ({ owner }) => owner.id).find(({ owner }) => owner.id === personId);
  return reel && (reel.hasUnseen ? 'unseen' : 'seen');
}

/** The ring of somebody whose profile is shown: whatever they show that I may see. */
export function useProfileRing(personId: Person['id']): Ring | undefined {
  const { data = [] } = useQuery(storiesOfQuery(personId));
  if (data.length === 0) return undefined;
  return data.some(({ seen }) => !seen) ? 'unseen' : 'seen';
}

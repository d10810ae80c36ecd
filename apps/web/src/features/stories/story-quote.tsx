import type { StoryId } from '@xom/contract/fields';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleDashed } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { client } from '../../shell/client.ts';

/** Above a message that answers a story: a small picture of it, while it lasts. */
export function StoryQuote({ storyId }: { storyId: StoryId }) {
  const { t } = useTranslation('stories');
  const { data } = useQuery({
    queryKey: ['stories', 'one', storyId],
    queryFn: ({ signal }) => client.stories.get({ storyId }, { signal }),
    retry: false,
    staleTime: 5 * 60_000,
  });
  const look = 'flex items-center gap-2 py-1 text-caption text-muted';
  if (!data) {
    return (
      <p className={look}>
        <CircleDashed className="size-4 shrink-0" aria-hidden />
        {t('answeredStory')}
      </p>
    );
  }
  const picture = data.media.variants['thumb']?.url ?? null;
  return (
    <Link to="/stories/$ownerId" params={{ ownerId: data.owner.id }} className={look}>
      {picture === null ? (
        <CircleDashed className="size-4 shrink-0" aria-hidden />
      ) : (
        <img src={picture} alt="" className="h-14 w-8 rounded-sm bg-sunken object-cover" />
      )}
      {t('answeredStory')}
    </Link>
  );
}

import type { UserId } from '@xom/contract/fields';
import type { Story } from '@xom/contract/stories';
import { XomError } from '@xom/sdk/client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import { CircleDashed, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { itemsOf } from '../../shell/pages.ts';
import { useDocumentTitle } from '../../shell/document-title.ts';
import { LoadError } from '../../shell/load-error.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { storiesOfQuery, trayQuery } from './stories.queries.ts';
import { StoryPlayer } from './story-player.tsx';

const route = getRouteApi('/signed-in/stories/$ownerId');

/** The stories of one person after another, in the order of the tray. */
export function StoriesPage() {
  const { ownerId } = route.useParams();
  const { shown, goTo, close } = useReels(ownerId);
  const stories = useQuery({
    // What the address names: the server says whether there is such a person.
    ...storiesOfQuery(ownerId as UserId),
    placeholderData: () => shown,
  });
  return (
    <div className="fixed inset-0 z-40 flex items-center justify-center bg-night text-on-night">
      {stories.data?.[0] ? (
        <Reel key={ownerId} stories={stories.data} goTo={goTo} close={close} />
      ) : (
        <>
          <Corner close={close} />
          {stories.error && !isGone(stories.error) ? (
            <Failed error={stories.error} retry={() => void stories.refetch()} />
          ) : (
            !stories.isPending && <Over />
          )}
        </>
      )}
    </div>
  );
}

function Reel({
  stories,
  goTo,
  close,
}: { stories: readonly Story[] } & Pick<ReturnType<typeof useReels>, 'goTo' | 'close'>) {
  const { t } = useTranslation('stories');
  const nameOf = usePersonName();
  const [first] = stories;
  const name = first ? nameOf(first.owner) : '';
  useDocumentTitle(t('of', { name }));
  return <StoryPlayer stories={stories} name={name} goTo={goTo} close={close} />;
}

/** Nobody is there, or what the address names is no person. */
function isGone(error: Error): boolean {
  return error instanceof XomError && ['not_found', 'invalid_input'].includes(error.code);
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation('stories');
  useDocumentTitle(t('stories'));
  return (
    <div className="rounded-lg bg-surface text-ink">
      <LoadError heading="h1" error={error} onRetry={retry} />
    </div>
  );
}

function Over() {
  const { t } = useTranslation('stories');
  useDocumentTitle(t('stories'));
  return (
    <div className="rounded-lg bg-surface text-ink">
      <EmptyState icon={<CircleDashed />} heading="h1" title={t('over')} text={t('overText')} />
    </div>
  );
}

function Corner({ close }: { close: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <span className="absolute top-2 right-2">
      <IconButton variant="onNight" label={t('close')} icon={<X />} onClick={close} />
    </span>
  );
}

/** What the tray knows of somebody, who comes before and after them, and the way out. */
function useReels(ownerId: string) {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(trayQuery);
  const reels = itemsOf(data, ({ owner }) => owner.id);
  const reel = reels.find(({ owner }) => owner.id === ownerId);
  const order = useFirstOrder(reels.map(({ owner }) => owner.id));
  const close = () => {
    if (canGoBack) router.history.back();
    else void navigate({ to: '/', replace: true });
  };
  return {
    shown: reel?.stories.map((story): Story => ({ ...story, owner: reel.owner })),
    close,
    /** To the person after or before; out, when there is none. */
    goTo(step: 1 | -1) {
      const next = reel && order[order.indexOf(reel.owner.id) + step];
      if (next === undefined) return close();
      const params = { ownerId: next };
      void navigate({ to: '/stories/$ownerId', params, replace: true });
    },
  };
}

/** Those who are there, in the order in which they came first: whom one watches the tray moves to its end. */
function useFirstOrder(there: readonly UserId[]): readonly UserId[] {
  const [order, setOrder] = useState(there);
  const fresh = there.filter((id) => !order.includes(id));
  if (fresh.length > 0) setOrder([...order, ...fresh]);
  return order.filter((id) => there.includes(id));
}

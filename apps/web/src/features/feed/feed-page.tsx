import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUp, Newspaper } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { Page } from '../../shell/page.tsx';
import { SearchLink } from '../../shell/phone-links.tsx';
import { useMe } from '../../shell/session.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { LazyComposer } from '../posts/lazy-composer.tsx';
import { PostList } from '../posts/post-list.tsx';
import { feedQuery } from '../posts/posts.queries.ts';
import { StoriesTray } from '../stories/stories-tray.tsx';
import { useNewPosts } from './use-new-posts.ts';

/** What those whom I follow post, and where I post something myself. */
export function FeedPage() {
  const { t } = useTranslation(['feed', 'shell']);
  const { data } = useInfiniteQuery(feedQuery);
  const { count, show } = useNewPosts(data);
  return (
    <Page title={t('shell:home')} actions={<SearchLink />} aside={<SuggestionsCard />}>
      <StoriesTray />
      <QuickComposer />
      <div role="status" className="sticky top-16 z-10 flex h-0 justify-center">
        {count > 0 && (
          <button
            type="button"
            onClick={show}
            className="icons mt-2 inline-flex h-11 items-center gap-2 rounded-full bg-brick-fill px-5 font-semibold text-on-brick shadow-float hover:bg-brick-fill-hover"
          >
            <ArrowUp aria-hidden />
            {t('newPosts', { count })}
          </button>
        )}
      </div>
      <PostList
        label={t('shell:home')}
        query={feedQuery}
        empty={
          <EmptyState
            icon={<Newspaper />}
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={<ButtonLink render={<Link to="/explore" />}>{t('toExplore')}</ButtonLink>}
          />
        }
      />
    </Page>
  );
}

/** Looks like a field, and opens the composer. */
function QuickComposer() {
  const { t } = useTranslation('feed');
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex items-center gap-3 border-b border-hairline px-4 py-3">
      <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} />
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="min-h-11 flex-1 rounded-full border border-edge px-4 text-left text-muted hover:bg-hover"
      >
        {t('write')}
      </button>
      <LazyComposer isOpen={isOpen} onClose={() => setOpen(false)} />
    </div>
  );
}

import { Compass } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { Page } from '../../shell/page.tsx';
import { SearchLink } from '../../shell/phone-links.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { PostList } from '../posts/post-list.tsx';
import { exploreQuery } from '../posts/posts.queries.ts';

/** What is liked and discussed now, by whomever. */
export function ExplorePage() {
  const { t } = useTranslation(['feed', 'shell']);
  return (
    <Page
      title={t('shell:explore')}
      subtitle={t('exploreText')}
      actions={<SearchLink />}
      aside={<SuggestionsCard />}
    >
      <PostList
        label={t('shell:explore')}
        query={exploreQuery}
        empty={
          <EmptyState
            icon={<Compass />}
            title={t('exploreEmptyTitle')}
            text={t('exploreEmptyText')}
          />
        }
      />
    </Page>
  );
}

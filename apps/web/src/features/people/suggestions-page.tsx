import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { LoadError } from '../../shell/load-error.tsx';
import { Page } from '../../shell/page.tsx';
import { suggestionsQuery } from './people.queries.ts';
import { SuggestionRow } from './suggestions-card.tsx';

const shown = 50;

export function SuggestionsPage() {
  const { t } = useTranslation('people');
  return (
    <Page title={t('suggestions')} subtitle={t('suggestionsText')} back="/">
      <Suggestions />
    </Page>
  );
}

/** People followed by those whom I follow. */
export function Suggestions() {
  const { t } = useTranslation('people');
  const { data, error, refetch } = useQuery(suggestionsQuery(shown));
  if (error && !data) {
    return <LoadError error={error} onRetry={refetch} />;
  }
  if (!data) return Array.from({ length: 6 }, (_, row) => <SkeletonRow key={row} />);
  if (data.length === 0) {
    return (
      <EmptyState icon={<UsersRound />} title={t('noSuggestions')} text={t('noSuggestionsText')} />
    );
  }
  return (
    <ul aria-label={t('suggestions')}>
      {data.map((suggestion) => (
        <li key={suggestion.user.id}>
          <SuggestionRow suggestion={suggestion} />
        </li>
      ))}
    </ul>
  );
}

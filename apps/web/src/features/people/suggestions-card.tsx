import type { Suggestion } from '@xom/contract/follows';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { FollowButton } from './follow-button.tsx';
import { suggestionsQuery } from './people.queries.ts';
import { usePersonName } from './person-name.tsx';
import { PersonRow } from './person-row.tsx';

const shown = 5;

/** A few people whom I might follow; nothing when there are none. */
export function SuggestionsCard() {
  const { t } = useTranslation('people');
  const { data = [] } = useQuery(suggestionsQuery(shown));
  if (data.length === 0) return null;
  return (
    <section className="overflow-hidden rounded-md border border-hairline bg-surface pb-1">
      <h2 className="px-4 pt-3 pb-1 font-semibold">{t('suggestions')}</h2>
      <ul>
        {data.map((suggestion) => (
          <li key={suggestion.user.id}>
            <SuggestionRow suggestion={suggestion} />
          </li>
        ))}
      </ul>
      <Link to="/suggestions" className="block px-4 py-3 text-brick hover:bg-hover">
        {t('moreSuggestions')}
      </Link>
    </section>
  );
}

/** Somebody whom I might follow, and through whom. */
export function SuggestionRow({
  suggestion: { user, mutuals, mutualCount },
}: {
  suggestion: Suggestion;
}) {
  const { t } = useTranslation('people');
  const nameOf = usePersonName();
  const [first] = mutuals;
  return (
    <PersonRow
      person={user}
      subtitle={first && t('followedByCount', { name: nameOf(first), count: mutualCount - 1 })}
      action={
        <FollowButton
          userId={user.id}
          name={nameOf(user)}
          tie={{ isFollowing: false, isRequested: false }}
        />
      }
    />
  );
}

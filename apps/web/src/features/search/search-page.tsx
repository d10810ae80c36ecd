import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Clock, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { EmptyState } from '../../design/state.tsx';
import { TabLinks } from '../../design/tabs.tsx';
import { Page } from '../../shell/page.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { forgetSearch, noteSearch, useRecentSearches } from './recent-searches.ts';
import { AllResults, Results } from './search-results.tsx';
import type { ShownType } from './search.routes.tsx';

const route = getRouteApi('/signed-in/search');
const patienceMs = 250;
const types = ['all', 'users', 'posts', 'messages', 'tags'] as const;

/** Finds people, posts, messages and tags, while one types. */
export function SearchPage() {
  const { t } = useTranslation('search');
  const { q = '', type = 'all' } = route.useSearch();
  const tab = (of: ShownType) => ({
    key: of,
    label: t(`types.${of}`),
    isCurrent: of === type,
    render: <Link to="/search" search={{ q, ...(of !== 'all' && { type: of }) }} replace />,
  });
  return (
    <Page title={t('title')} back="/explore" aside={<SuggestionsCard />}>
      <div className="px-4 pt-3">
        <SearchField query={q} type={type} />
      </div>
      <TabLinks label={t('type')} tabs={types.map(tab)} />
      {q === '' ? <Start /> : type === 'all' ? <AllResults q={q} /> : <Results type={type} q={q} />}
    </Page>
  );
}

/** What is typed becomes the address a moment later: a result that is left is found again. */
function SearchField({ query, type }: { query: string; type: ShownType }) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const [typed, setTyped] = useState(query);
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(query);
  useEffect(() => {
    // Somebody went back, or chose an earlier search.
    if (query !== asked.current) setTyped(query);
    asked.current = query;
  }, [query]);
  const search = typed.trim();
  useEffect(() => {
    if (search === asked.current) return undefined;
    const timer = setTimeout(() => {
      asked.current = search;
      void navigate({
        to: '/search',
        search: { ...(search !== '' && { q: search }), ...(type !== 'all' && { type }) },
        replace: true,
      });
    }, patienceMs);
    return () => clearTimeout(timer);
  }, [search, type, navigate]);
  return (
    <search>
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          if (search !== '') noteSearch(search);
        }}
      >
        <TextField
          ref={field}
          type="search"
          name="q"
          label={t('field')}
          isLabelHidden
          placeholder={t('field')}
          leading={<Search aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          // Who goes on to a result has found what they looked for.
          onBlur={() => {
            if (search !== '' && search === query) noteSearch(search);
          }}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="search"
          autoFocus
        />
        {typed !== '' && (
          <span className="absolute top-0 right-0">
            <IconButton
              label={t('clear')}
              icon={<X />}
              onClick={() => {
                setTyped('');
                field.current?.focus();
              }}
            />
          </span>
        )}
      </form>
    </search>
  );
}

/** Before anything is searched for: what was, lately. */
function Start() {
  const { t } = useTranslation('search');
  const searches = useRecentSearches();
  if (searches.length === 0) {
    return <EmptyState icon={<Search />} title={t('start')} text={t('startText')} />;
  }
  return (
    <section>
      <header className="flex items-center justify-between py-1 pr-2 pl-4">
        <h2 className="font-semibold">{t('recent')}</h2>
        <Button variant="link" size="sm" onClick={() => forgetSearch()}>
          {t('forgetAll')}
        </Button>
      </header>
      <ul>
        {searches.map((query) => (
          <li key={query}>
            <ListRow
              leading={<Clock aria-hidden />}
              title={query}
              render={<Link to="/search" search={{ q: query }} replace />}
              trailing={
                <IconButton
                  size="sm"
                  label={t('forget', { query })}
                  icon={<X />}
                  onClick={() => forgetSearch(query)}
                />
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

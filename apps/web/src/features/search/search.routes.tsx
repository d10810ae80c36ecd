import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { withTexts } from '../../shell/i18n.ts';
import { signedInRoute } from '../../shell/root-routes.tsx';

const types = ['all', 'users', 'posts', 'messages', 'tags'] as const;
export type ShownType = (typeof types)[number];

/** What the address says to search for. */
function searchOf({ q, type }: Record<string, unknown>): { q?: string; type?: ShownType } {
  const shown = types.find((each) => each === type);
  return {
    // A query of digits alone comes as a number.
    ...((typeof q === 'string' || typeof q === 'number') && { q: String(q) }),
    ...(shown && { type: shown }),
  };
}

export const searchRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: '/search',
    loader: withTexts('messages'),
    validateSearch: searchOf,
    component: lazyRouteComponent(() => import('./search-page.tsx'), 'SearchPage'),
  }),
] as const;

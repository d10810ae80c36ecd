import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../shell/root-routes.tsx';

const page = { getParentRoute: () => signedInRoute } as const;

export const feedRoutes = [
  createRoute({
    ...page,
    path: '/',
    component: lazyRouteComponent(() => import('./feed-page.tsx'), 'FeedPage'),
  }),
  createRoute({
    ...page,
    path: '/explore',
    component: lazyRouteComponent(() => import('./explore-page.tsx'), 'ExplorePage'),
  }),
] as const;

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../shell/root-routes.tsx';

export const storyRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: '/stories/$ownerId',
    staticData: { isAlone: true },
    component: lazyRouteComponent(() => import('./stories-page.tsx'), 'StoriesPage'),
  }),
] as const;

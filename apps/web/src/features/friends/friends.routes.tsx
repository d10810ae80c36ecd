import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../shell/root-routes.tsx';

export const friendRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: '/friends',
    component: lazyRouteComponent(() => import('./friends-page.tsx'), 'FriendsPage'),
  }),
] as const;

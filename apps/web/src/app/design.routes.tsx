import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../shell/root-routes.tsx';

/** Every component in every state, in development only. */
export const designRoutes = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => rootRoute,
        path: '/design',
        component: lazyRouteComponent(() => import('../design/design-page.tsx'), 'DesignPage'),
      }),
    ]
  : [];

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../shell/root-routes.tsx';

const page = { getParentRoute: () => signedInRoute } as const;
const profile = lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage');
const followList = lazyRouteComponent(() => import('./follow-list-page.tsx'), 'FollowListPage');

export const peopleRoutes = [
  createRoute({ ...page, path: '/people/$username', component: profile }),
  createRoute({ ...page, path: '/people/$username/tweets', component: profile }),
  createRoute({ ...page, path: '/people/$username/tagged', component: profile }),
  createRoute({ ...page, path: '/people/$username/followers', component: followList }),
  createRoute({ ...page, path: '/people/$username/followings', component: followList }),
  createRoute({ ...page, path: '/people/$username/mutuals', component: followList }),
  createRoute({
    ...page,
    path: '/follow-requests',
    component: lazyRouteComponent(() => import('./follow-requests-page.tsx'), 'FollowRequestsPage'),
  }),
  createRoute({
    ...page,
    path: '/suggestions',
    component: lazyRouteComponent(() => import('./suggestions-page.tsx'), 'SuggestionsPage'),
  }),
] as const;

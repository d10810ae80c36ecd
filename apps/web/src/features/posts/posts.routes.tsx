import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../shell/root-routes.tsx';

const page = { getParentRoute: () => signedInRoute } as const;
const lists = () => import('./lists-pages.tsx');

export const postRoutes = [
  createRoute({
    ...page,
    path: '/posts/$postId',
    component: lazyRouteComponent(() => import('./post-page.tsx'), 'PostPage'),
  }),
  createRoute({ ...page, path: '/tags/$tag', component: lazyRouteComponent(lists, 'TagPage') }),
  createRoute({ ...page, path: '/saved', component: lazyRouteComponent(lists, 'SavedPage') }),
  createRoute({ ...page, path: '/liked', component: lazyRouteComponent(lists, 'LikedPage') }),
  createRoute({ ...page, path: '/archive', component: lazyRouteComponent(lists, 'ArchivePage') }),
] as const;

import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from '../features/accounts/accounts.routes.tsx';
import { chatRoutes } from '../features/chats/chats.routes.tsx';
import { feedRoutes } from '../features/feed/feed.routes.tsx';
import { friendRoutes } from '../features/friends/friends.routes.tsx';
import { moderationRoutes } from '../features/moderation/moderation.routes.tsx';
import { notificationRoutes } from '../features/notifications/notifications.routes.tsx';
import { peopleRoutes } from '../features/people/people.routes.tsx';
import { postRoutes } from '../features/posts/posts.routes.tsx';
import { searchRoutes } from '../features/search/search.routes.tsx';
import { storyRoutes } from '../features/stories/stories.routes.tsx';
import { settingsRoutes } from '../features/settings/settings.routes.tsx';
import { designRoutes } from './design.routes.tsx';
import { rootRoute, signedInRoute, signedOutRoute } from '../shell/root-routes.tsx';

const routeTree = rootRoute.addChildren([
  signedInRoute.addChildren([
    ...feedRoutes,
    ...postRoutes,
    ...chatRoutes,
    ...peopleRoutes,
    ...friendRoutes,
    ...notificationRoutes,
    ...searchRoutes,
    ...storyRoutes,
    ...moderationRoutes,
    ...settingsRoutes,
  ]),
  signedOutRoute.addChildren([...accountRoutes]),
  ...designRoutes,
]);

/** All pages. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** Takes the whole screen of a phone: without the bar below. */
    isFullScreen?: boolean;
    /** Takes all of every screen: nothing to go elsewhere lies below it. */
    isAlone?: boolean;
    /** As high as the screen: its parts scroll, and not the page. */
    isFitted?: boolean;
  }
}

import { createRootRoute, createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { CrashPage } from './crash-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PlainFrame } from './plain-frame.tsx';
import { sessionKnown } from './session-state.ts';

/** The root of all pages. */
export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

/** Pages of people who are signed in, in the frame with the navigation. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  loader: sessionKnown,
  component: lazyRouteComponent(() => import('./signed-in.tsx'), 'SignedIn'),
});

/** Pages of people who are not, in a plain frame. */
export const signedOutRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-out',
  component: PlainFrame,
});

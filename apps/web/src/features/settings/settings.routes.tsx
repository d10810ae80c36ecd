import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { withTexts } from '../../shell/i18n.ts';
import { signedInRoute } from '../../shell/root-routes.tsx';

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  loader: withTexts('settings'),
  component: lazyRouteComponent(() => import('./settings-frame.tsx'), 'SettingsFrame'),
});

const page = { getParentRoute: () => settingsRoute } as const;

export const settingsRoutes = [
  settingsRoute.addChildren([
    createRoute({
      ...page,
      path: '/',
      component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
    }),
    createRoute({
      ...page,
      path: '/profile',
      component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfileSettingsPage'),
    }),
    createRoute({
      ...page,
      path: '/privacy',
      component: lazyRouteComponent(() => import('./privacy-page.tsx'), 'PrivacyPage'),
    }),
    createRoute({
      ...page,
      path: '/notifications',
      component: lazyRouteComponent(
        () => import('./notification-kinds-page.tsx'),
        'NotificationKindsPage',
      ),
    }),
    createRoute({
      ...page,
      path: '/sessions',
      component: lazyRouteComponent(() => import('./sessions-page.tsx'), 'SessionsPage'),
    }),
    createRoute({
      ...page,
      path: '/password',
      component: lazyRouteComponent(() => import('./password-page.tsx'), 'PasswordPage'),
    }),
    createRoute({
      ...page,
      path: '/appearance',
      component: lazyRouteComponent(() => import('./appearance-page.tsx'), 'AppearancePage'),
    }),
    createRoute({
      ...page,
      path: '/blocked',
      component: lazyRouteComponent(() => import('./blocked-page.tsx'), 'BlockedPage'),
    }),
    createRoute({
      ...page,
      path: '/account',
      component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
    }),
    createRoute({
      ...page,
      path: '/about',
      component: lazyRouteComponent(() => import('./about-page.tsx'), 'AboutPage'),
    }),
  ]),
] as const;

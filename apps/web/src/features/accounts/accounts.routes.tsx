import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { withTexts } from '../../shell/i18n.ts';
import { signedOutRoute } from '../../shell/root-routes.tsx';

/** Where to go after signing in: a path of this page, never another site. */
function nextOf(search: Record<string, unknown>): { next?: string | undefined } {
  const { next } = search;
  // Said to be undefined: what is left out keeps what the address says.
  return { next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined };
}

const page = {
  getParentRoute: () => signedOutRoute,
  loader: withTexts('accounts'),
} as const;

export const accountRoutes = [
  createRoute({
    ...page,
    path: '/sign-in',
    validateSearch: nextOf,
    component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    ...page,
    path: '/sign-up',
    validateSearch: nextOf,
    component: lazyRouteComponent(() => import('./sign-up-page.tsx'), 'SignUpPage'),
  }),
  createRoute({
    ...page,
    path: '/welcome',
    // The photo is placed as in the settings.
    loader: withTexts('accounts', 'settings'),
    validateSearch: nextOf,
    component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
  }),
  createRoute({
    ...page,
    path: '/forgot-password',
    component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
  }),
  createRoute({
    ...page,
    path: '/reset-password',
    component: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
  }),
  createRoute({
    ...page,
    path: '/verify-email',
    component: lazyRouteComponent(() => import('./verify-email-page.tsx'), 'VerifyEmailPage'),
  }),
] as const;

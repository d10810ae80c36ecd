import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { withTexts } from '../../shell/i18n.ts';
import { signedInRoute } from '../../shell/root-routes.tsx';

const page = {
  getParentRoute: () => signedInRoute,
  loader: withTexts('moderation'),
  component: lazyRouteComponent(() => import('./moderation-page.tsx'), 'ModerationPage'),
} as const;

export const moderationRoutes = [
  createRoute({ ...page, path: '/moderation' }),
  createRoute({ ...page, path: '/moderation/audit' }),
  createRoute({ ...page, path: '/moderation/stats' }),
] as const;

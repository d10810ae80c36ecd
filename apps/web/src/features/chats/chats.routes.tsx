import type { ConversationId } from '@xom/contract/fields';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { withTexts } from '../../shell/i18n.ts';
import { signedInRoute } from '../../shell/root-routes.tsx';

const layout = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/messages',
  loader: withTexts('chats', 'messages'),
  staticData: { isFitted: true },
  component: lazyRouteComponent(() => import('./chats-page.tsx'), 'ChatsPage'),
});

export const chatRoutes = [
  layout.addChildren([
    createRoute({
      getParentRoute: () => layout,
      path: '/',
      // What the page around it shows.
      loader: async () => void (await import('./chat-list.tsx')),
      component: lazyRouteComponent(() => import('./no-chat-page.tsx'), 'NoChatPage'),
    }),
    createRoute({
      getParentRoute: () => layout,
      path: '$conversationId',
      staticData: { isFullScreen: true },
      params: {
        // What is no conversation of mine the server says.
        parse: ({ conversationId }) => ({ conversationId: conversationId as ConversationId }),
        stringify: ({ conversationId }) => ({ conversationId }),
      },
      validateSearch: ({ message }: Record<string, unknown>): { message?: string } =>
        typeof message === 'string' ? { message } : {},
      component: lazyRouteComponent(() => import('./chat-page.tsx'), 'ChatPage'),
    }),
  ]),
] as const;

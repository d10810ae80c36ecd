import type { notificationOperations } from '@xom/contract/notifications';
import type { Case } from './caller-matrix-case.ts';

/** One's own list and settings: the input names nobody. */
export const notificationRows: Record<
  (typeof notificationOperations)[number]['name'],
  readonly Case[]
> = {
  'notifications.list': [{ given: () => ({ input: { limit: 5 } }) }],
  'notifications.read': [
    { given: () => ({ input: {} }) },
    {
      what: "somebody else's",
      given: () => ({ input: { notificationIds: [crypto.randomUUID()] } }),
    },
  ],
  'notifications.settings': [{ given: () => ({ input: {} }) }],
  'notifications.updateSettings': [{ given: () => ({ input: { kinds: { like: true } } }) }],
};

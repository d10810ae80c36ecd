import type { searchOperations } from '@xom/contract/search';
import { outsiders } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { secret } from './caller-matrix-world.ts';

/** Who is in no conversation with it is told nothing of the fixture's message: the matrix looks. */
export const searchRows: Record<(typeof searchOperations)[number]['name'], readonly Case[]> = {
  'search.find': [
    { given: () => ({ input: { q: secret.slice(0, 40), limit: 5 } }) },
    {
      what: 'in a group',
      given: ({ group }) => ({ input: { q: 'm', conversationId: group } }),
      but: tell(outsiders, 'not_a_member'),
    },
  ],
};

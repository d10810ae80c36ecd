import type { AnyOperation } from '@xom/contract/contract';
import type { Case } from './caller-matrix-case.ts';
import { accountRows } from './caller-matrix-rows-accounts.ts';
import { chatRows } from './caller-matrix-rows-chat.ts';
import { conversationRows } from './caller-matrix-rows-conversations.ts';
import { mediaRows } from './caller-matrix-rows-media.ts';
import { memberRows } from './caller-matrix-rows-members.ts';
import { peopleRows } from './caller-matrix-rows-people.ts';
import { reactionRows } from './caller-matrix-rows-reactions.ts';
import { socialRows } from './caller-matrix-rows-social.ts';

/** How each operation is called; an operation that is not here fails the matrix. */
export const rows: Record<AnyOperation['name'], readonly Case[]> = {
  ...accountRows,
  ...peopleRows,
  ...conversationRows,
  ...memberRows,
  ...reactionRows,
  ...mediaRows,
  ...chatRows,
  ...socialRows,
};

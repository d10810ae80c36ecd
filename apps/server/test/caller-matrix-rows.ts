import type { AnyOperation } from '@xom/contract/contract';
import type { Case } from './caller-matrix-case.ts';
import { accountRows } from './caller-matrix-rows-accounts.ts';
import { chatRows } from './caller-matrix-rows-chat.ts';
import { commentRows } from './caller-matrix-rows-comments.ts';
import { conversationRows } from './caller-matrix-rows-conversations.ts';
import { erasureRows } from './caller-matrix-rows-erasure.ts';
import { followRows } from './caller-matrix-rows-follows.ts';
import { mediaRows } from './caller-matrix-rows-media.ts';
import { memberRows } from './caller-matrix-rows-members.ts';
import { notificationRows } from './caller-matrix-rows-notifications.ts';
import { peopleRows } from './caller-matrix-rows-people.ts';
import { postRows } from './caller-matrix-rows-posts.ts';
import { reactionRows } from './caller-matrix-rows-reactions.ts';
import { searchRows } from './caller-matrix-rows-search.ts';
import { socialRows } from './caller-matrix-rows-social.ts';
import { storyRows } from './caller-matrix-rows-stories.ts';

/** How each operation is called; an operation that is not here fails the matrix. */
export const rows: Record<AnyOperation['name'], readonly Case[]> = {
  ...accountRows,
  ...erasureRows,
  ...peopleRows,
  ...followRows,
  ...notificationRows,
  ...postRows,
  ...commentRows,
  ...conversationRows,
  ...memberRows,
  ...reactionRows,
  ...mediaRows,
  ...chatRows,
  ...searchRows,
  ...socialRows,
  ...storyRows,
};

import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import {
  deleteSomeViews,
  deleteSomeViewsBy,
  deleteStories,
  end,
  lockAllOf,
} from './removal.queries.ts';
import { holderOf, type ReleasingFiles } from './removal.service.ts';

/** Ends an erased person's stories, whose files go at once, and removes who looked at them. */
export function deleteStoriesOf(files: ReleasingFiles): PersonStep {
  return async (queries, userId, { limit }) => {
    const stories = await lockAllOf(queries, userId);
    if (stories.length === 0) return { count: 0, next: null };
    const ids = stories.map(({ id }) => id);
    if (stories.some(({ mediaId }) => mediaId !== null)) await end(queries, userId, ids);
    await files.release(queries, ...stories.flatMap(holderOf));
    const views = await deleteSomeViews(queries, stories, limit);
    if (views < limit) await deleteStories(queries, stories);
    return { count: views + stories.length, next: views < limit ? null : 'more' };
  };
}

/** Forgets which stories an erased person looked at. */
export const deleteViewsBy: PersonStep = async (queries, userId, { limit }) =>
  doneUnlessFull(await deleteSomeViewsBy(queries, userId, limit), limit);

import type { UserId } from '@xom/contract/fields';
import type { Queries } from './tables.ts';

/** What one step over a person's rows did. */
export interface StepDone {
  /** How many rows it handled, about. */
  count: number;
  /** Where the next step begins; null: nothing is left. */
  next: string | null;
  /** What is to be told when the transaction has committed. */
  told?: (() => void | Promise<void>) | undefined;
}

/**
 * A bounded part of what is to be done with a person's rows, in a transaction of its own. Begun anew, it finds
 * out by itself what is left.
 */
export type PersonStep = (
  queries: Queries,
  userId: UserId,
  part: { after: string | null; limit: number },
) => Promise<StepDone>;

/** Of a step that takes what it finds first: the next one does the same, until one finds less than it may take. */
export function doneUnlessFull(count: number, limit: number): Pick<StepDone, 'count' | 'next'> {
  return { count, next: count < limit ? null : 'more' };
}

import type { Person } from '@xom/contract/fields';
import { folded } from '../../shell/folded.ts';

const atMost = 6;

/** Where somebody is being named: `@` and what of the name is written, up to the caret. */
export interface MentionQuery {
  readonly start: number;
  readonly asked: string;
}

/** What is being named at the caret; null: nobody. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const match = /(?:^|\s)@([\p{L}\p{N}._]{0,30})$/u.exec(text.slice(0, caret));
  const asked = match?.[1];
  return asked === undefined ? null : { start: caret - asked.length - 1, asked };
}

/** The people whose name or username begins with what is asked, whatever its accents and case. */
export function matchingPeople(people: Iterable<Person>, asked: string): readonly Person[] {
  const wanted = folded(asked);
  return [...people]
    .filter(({ username, displayName }) => {
      if (username === null) return false;
      const words = [username, ...folded(displayName ?? '').split(/\s+/)];
      return words.some((word) => word.startsWith(wanted));
    })
    .slice(0, atMost);
}

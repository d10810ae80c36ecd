import type { Access } from '@xom/contract/define';
import type { Verdict } from './contract-calls.ts';

/** Those whose token proves nothing; with them, who has signed out of the session that theirs names. */
export const strangers = [
  'no token',
  'malformed token',
  'expired token',
  'forged token',
  'unsigned token',
  'tampered token',
  'media token',
  'ended session',
] as const;

/** Those who once could, and whose good token does not help them now. */
export const lockedOut = ['suspended person', 'deactivated person'] as const;

/** Those outside the fixture's group. A non-member shares another conversation with its owner. */
export const outsiders = [
  'outsider',
  'non-member',
  'removed member',
  'former moderator',
  'moderator',
  'admin',
] as const;

export const insiders = ['member', 'sender', 'group admin', 'owner'] as const;

export const people = [...outsiders, ...insiders] as const;
export const callers = [...strangers, ...lockedOut, ...people] as const;

export type PersonName = (typeof people)[number];
export type LockedOutName = (typeof lockedOut)[number];
export type StrangerName = (typeof strangers)[number];
export type CallerName = (typeof callers)[number];
type InsiderName = (typeof insiders)[number];

export function isInsider(caller: CallerName): caller is InsiderName {
  return (insiders as readonly CallerName[]).includes(caller);
}

export function isPerson(caller: CallerName): caller is PersonName {
  return (people as readonly CallerName[]).includes(caller);
}

/** Of each access: who inside the group may, and what the others are told. */
const rules: Record<
  Exclude<Access, 'anyone'>,
  { mayInside: readonly InsiderName[]; inside: Verdict; outside: Verdict }
> = {
  person: { mayInside: insiders, inside: 'ok', outside: 'ok' },
  moderator: { mayInside: [], inside: 'forbidden', outside: 'forbidden' },
  member: { mayInside: insiders, inside: 'ok', outside: 'not_a_member' },
  unblockedMember: { mayInside: insiders, inside: 'ok', outside: 'not_a_member' },
  groupAdmin: {
    mayInside: ['group admin', 'owner'],
    inside: 'forbidden',
    outside: 'not_a_member',
  },
  groupAdminOrDirectMember: {
    mayInside: ['group admin', 'owner'],
    inside: 'forbidden',
    outside: 'not_a_member',
  },
  groupOwnerOrDirectMember: { mayInside: ['owner'], inside: 'forbidden', outside: 'not_a_member' },
  messageMember: { mayInside: insiders, inside: 'ok', outside: 'not_a_member' },
  messageSender: { mayInside: ['sender'], inside: 'forbidden', outside: 'not_a_member' },
  messageSenderOrGroupAdmin: {
    mayInside: ['sender', 'group admin', 'owner'],
    inside: 'forbidden',
    outside: 'not_a_member',
  },
};

/** What the access that an operation declares means for a caller. */
export function verdictFor(access: Access, caller: CallerName): Verdict {
  if (access === 'anyone') return 'ok';
  if (caller === 'suspended person') return 'account_suspended';
  if (!isPerson(caller)) return 'unauthenticated';
  if (access === 'moderator' && (caller === 'moderator' || caller === 'admin')) return 'ok';
  const rule = rules[access];
  if (!isInsider(caller)) return rule.outside;
  return rule.mayInside.includes(caller) ? 'ok' : rule.inside;
}

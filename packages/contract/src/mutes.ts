import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { Nothing, pageInput, pageOf, Person, Timestamp, UserId } from './fields.ts';

const userId = { userId: UserId };

export const MutedPerson = z.strictObject({ user: Person, mutedAt: Timestamp });
export type MutedPerson = z.output<typeof MutedPerson>;

export const mutePerson = defineOperation({
  name: 'users.mute',
  summary:
    'Mute a person: feeds, lists of what others say, search and notifications leave them out for me; their profile stays. They are not told. One may mute 10,000.',
  rest: 'PUT /users/:userId/mute',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: MutedPerson,
  errors: ['not_found', 'conflict'],
});

export const unmutePerson = defineOperation({
  name: 'users.unmute',
  summary: 'Mute a person no longer.',
  rest: 'DELETE /users/:userId/mute',
  access: 'person',
  rate: 'write',
  input: z.object(userId),
  output: Nothing,
  errors: ['not_found'],
});

export const listMutes = defineOperation({
  name: 'users.mutes',
  summary: 'Whom I muted, newest first.',
  rest: 'GET /users/me/mutes',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(MutedPerson),
});

export const muteOperations = [mutePerson, unmutePerson, listMutes] as const;

export const personMuted = defineEvent({
  name: 'person.muted',
  summary: 'I muted a person (own sockets).',
  payload: MutedPerson,
});
export const personUnmuted = defineEvent({
  name: 'person.unmuted',
  summary: 'I mute a person no longer (own sockets).',
  payload: z.strictObject(userId),
});

export const muteEvents = [personMuted, personUnmuted] as const;

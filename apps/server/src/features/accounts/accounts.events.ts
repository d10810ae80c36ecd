import type { SessionId, UserId } from '@xom/contract/fields';

/** What accounts tell on `user:<userId>`; that a person was updated, on `people` too. */
export type AccountEvent =
  /** One session, or (null) all of the person's, is over or suspended: its sockets end. */
  | { type: 'session.ended'; userId: UserId; sessionId: SessionId | null; reason: string }
  /** Name, username or picture changed, or the person was hidden or restored. */
  | { type: 'person.updated'; userId: UserId }
  /** On `people` alone: who sees whether the person is here, and when they were, is another matter now. */
  | { type: 'person.sight-changed'; userId: UserId };

import { randomUUIDv7 } from 'node:crypto';
import type {
  CommentId,
  ConversationId,
  MediaId,
  MessageId,
  NotificationId,
  PostId,
  ReactionId,
  RepostId,
  SessionId,
  StoryId,
  UserId,
} from '@xom/contract/fields';

type Id =
  | CommentId
  | ConversationId
  | MediaId
  | MessageId
  | NotificationId
  | PostId
  | ReactionId
  | RepostId
  | SessionId
  | StoryId
  | UserId;

/** A new id, made in the process: UUIDv7, so that ids made later sort later. */
export function newId<Kind extends Id>(): Kind {
  // A brand is a compile-time mark only; this is where ids are born.
  return randomUUIDv7() as Kind;
}

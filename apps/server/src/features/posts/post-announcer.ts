import { randomUUID } from 'node:crypto';
import type { PostId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { postTopic, userTopic } from '../../topics.ts';
import type { PostChange } from './posts.events.ts';

/** Tells of an act on a post, after its commit. */
export function announcePost(
  bus: DomainBus,
  act: { postId: PostId; authorId: UserId; actorId: UserId; change: PostChange },
): void {
  const event = { type: 'post.changed', eventId: randomUUID(), ...act } as const;
  if (!isPrivate(act.change)) bus.publish(postTopic(act.postId), event);
  const isForAuthor = isPrivate(act.change) || act.change === 'deleted';
  if (isForAuthor && act.authorId !== act.actorId) bus.publish(userTopic(act.authorId), event);
  bus.publish(userTopic(act.actorId), event);
}

/** Saving is nobody's business; the author learns how many did. */
export function isPrivate(change: PostChange): boolean {
  return change === 'saved' || change === 'unsaved';
}

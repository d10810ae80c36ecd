import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';

/** A message as it is once I have reacted to it. */
export function withReaction(me: UserId, emoji: string): (message: Message) => Message {
  return (message) => {
    const { reactions } = message;
    const standing = reactions.find((one) => one.emoji === emoji);
    if (standing?.userIds.includes(me)) return message;
    const changed = {
      emoji,
      count: (standing?.count ?? 0) + 1,
      userIds: [...(standing?.userIds ?? []), me],
    };
    return {
      ...message,
      reactions: standing
        ? reactions.map((one) => (one === standing ? changed : one))
        : [...reactions, changed],
    };
  };
}

/** A message as it is once I have taken a reaction back. */
export function withoutReaction(me: UserId, emoji: string): (message: Message) => Message {
  return (message) => ({
    ...message,
    reactions: message.reactions.flatMap((one) => {
      if (one.emoji !== emoji || !one.userIds.includes(me)) return [one];
      if (one.count === 1) return [];
      return [
        { ...one, count: one.count - 1, userIds: one.userIds.filter((userId) => userId !== me) },
      ];
    }),
  });
}

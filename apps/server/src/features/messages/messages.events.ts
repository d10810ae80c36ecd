import type { ConversationId, MessageId, ReactionId, UserId } from '@xom/contract/fields';
import type { ToldMessage } from './message-view.ts';

/** What messages tell: on `user:<userId>` where the event names one person, else on `room:<id>`. */
export type MessageEvent =
  /** `sentCount`: all that the sender sent since they joined. */
  | ({ type: 'message.created'; sentCount: number } & ToldMessage)
  | ({ type: 'message.updated' } & ToldMessage & MessageChange)
  | {
      type: 'message.hidden';
      userId: UserId;
      conversationId: ConversationId;
      messageId: MessageId;
      version: number;
    };

/** What changed a message. */
export type MessageChange =
  | { change: 'edited' | 'recalled' }
  | { change: 'reacted'; reaction: ReactionTold };

/** One reaction that came, or was taken back. */
export interface ReactionTold {
  id: ReactionId;
  userId: UserId;
  emoji: string;
  /** When it came. */
  createdAt: string;
  isRemoved: boolean;
}

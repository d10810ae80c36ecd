import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';

/** What messages tell: on `user:<userId>` where the event names one person, else on `room:<id>`. */
export type MessageEvent =
  /** `message` is as its sender sees it; `sentCount`: all that the sender sent since they joined. */
  | { type: 'message.created'; message: Message; sentCount: number }
  | { type: 'message.updated'; message: Message; change: 'recalled' }
  | {
      type: 'message.hidden';
      userId: UserId;
      conversationId: ConversationId;
      messageId: MessageId;
      version: number;
    };

import type {
  Conversation,
  ConversationSettings,
  Member,
  MemberRole,
} from '@xom/contract/conversations';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';

interface InConversation {
  conversationId: ConversationId;
  /** Of the conversation, after this change. */
  version: number;
}

/** What conversations tell: on `user:<userId>` where the event names one person, else on `room:<id>`. */
export type ConversationEvent =
  /** The person is in from now on. `conversation` is as they see it; what came up to `joinedSeq` counts as read. */
  | { type: 'conversation.joined'; userId: UserId; conversation: Conversation; joinedSeq: number }
  /** The person is out from now on. */
  | { type: 'conversation.removed'; userId: UserId; conversationId: ConversationId }
  /** The person, who is still in, sees nothing of it up to `seq` any more; `readCount` as in `read.updated`. */
  | {
      type: 'conversation.cleared';
      userId: UserId;
      conversationId: ConversationId;
      seq: number;
      readCount: number;
      wasUnread: boolean;
    }
  | (InConversation & {
      type: 'conversation.preferences';
      userId: UserId;
      muted: boolean;
      pinned: boolean;
      archived: boolean;
      draft: string | null;
    })
  | (InConversation & {
      type: 'conversation.updated';
      name: string | null;
      photoUrl: string | null;
      settings: ConversationSettings;
    })
  | (InConversation & { type: 'member.joined'; member: Member; memberCount: number })
  | (InConversation & { type: 'member.left'; userId: UserId; memberCount: number })
  | (InConversation & { type: 'member.updated'; userId: UserId; role: MemberRole })
  | ReadUpdated
  /** No `version`: how far messages have reached somebody's devices is told, not synced. */
  | {
      type: 'delivered.updated';
      conversationId: ConversationId;
      userIds: UserId[];
      upToSeq: number;
    };

export type ReadUpdated = InConversation & {
  type: 'read.updated';
  userId: UserId;
  fromSeq: number;
  upToSeq: number;
  readAt: string;
  /** What was read, newest first: at most 500. */
  messageIds: MessageId[];
  /** All that the reader has read of the others', and all that they sent, since they joined. */
  readCount: number;
  sentCount: number;
  /** Of the conversation, when it was read. */
  lastSeq: number;
};

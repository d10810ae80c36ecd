import type { z } from 'zod';
import { AccountState, Me, Role, Session, SignedIn, User } from '../accounts.ts';
import { MessageObject } from '../chat-namespace.ts';
import {
  Conversation,
  ConversationSettings,
  Member,
  MemberRole,
  UnreadCount,
} from '../conversations.ts';
import { Nothing, Person, Timestamp, Url, UserId } from '../fields.ts';
import { ListedFollow } from '../follows.ts';
import { Media, Sticker } from '../media.ts';
import { Message, MessageQuote, MessageType, Reaction } from '../message-shape.ts';
import { ReadBy } from '../messages.ts';
import { AuditEntry, ModeratedUser } from '../moderation.ts';
import { DirectMessage } from '../social-namespace.ts';
import { Story } from '../stories.ts';

/** A shape that the documents name, instead of spelling it out wherever it occurs. */
export interface NamedShape {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly description: string;
}

/**
 * Every shape with a name of its own in the documents. What is not here is written out in place, so a
 * new feature adds only what its operations share.
 */
export const namedShapes: readonly NamedShape[] = [
  // All ids are one schema under different brands, so they have one name here.
  { name: 'Id', schema: UserId, description: 'A UUID, in small letters.' },
  { name: 'Timestamp', schema: Timestamp, description: 'ISO 8601 in UTC, with milliseconds.' },
  {
    name: 'Url',
    schema: Url,
    description: 'An address on this server, absolute where PUBLIC_URL names another origin.',
  },
  { name: 'Nothing', schema: Nothing, description: 'The answer of what only acts: an object.' },
  {
    name: 'Person',
    schema: Person,
    description: 'Who somebody is, as short as a list needs it. Null names: an erased account.',
  },
  { name: 'User', schema: User, description: 'What others see of a person.' },
  { name: 'Me', schema: Me, description: 'What a person sees of themselves.' },
  { name: 'Role', schema: Role, description: 'What a person may do on this server.' },
  { name: 'AccountState', schema: AccountState, description: 'The state a moderator gave it.' },
  { name: 'SignedIn', schema: SignedIn, description: 'A new session: who, and its tokens.' },
  { name: 'Session', schema: Session, description: 'One place where a person is signed in.' },
  {
    name: 'ListedFollow',
    schema: ListedFollow,
    description: 'Somebody in a list of who follows whom.',
  },
  {
    name: 'Conversation',
    schema: Conversation,
    description: 'A direct or group conversation, as one member sees it.',
  },
  {
    name: 'ConversationSettings',
    schema: ConversationSettings,
    description: 'What holds for everybody in a conversation.',
  },
  { name: 'Member', schema: Member, description: 'Somebody in a conversation.' },
  { name: 'MemberRole', schema: MemberRole, description: 'What a member may do in a group.' },
  { name: 'UnreadCount', schema: UnreadCount, description: 'How much of it I have not read.' },
  {
    name: 'Message',
    schema: Message,
    description: 'A message, as one member sees it. A recalled one has no content and no file.',
  },
  {
    name: 'MessageQuote',
    schema: MessageQuote,
    description: 'The message that another one answers, in short.',
  },
  { name: 'Reaction', schema: Reaction, description: 'An emoji on a message, and whose it is.' },
  { name: 'MessageType', schema: MessageType, description: 'What a message carries.' },
  { name: 'ReadBy', schema: ReadBy, description: 'Who read a message, and when.' },
  { name: 'Media', schema: Media, description: 'An uploaded image, video or sticker.' },
  { name: 'Sticker', schema: Sticker, description: 'A sticker that everybody here may send.' },
  { name: 'Story', schema: Story, description: 'An image or a video that is shown for a day.' },
  {
    name: 'ModeratedUser',
    schema: ModeratedUser,
    description: 'A person, as moderators see them.',
  },
  { name: 'AuditEntry', schema: AuditEntry, description: 'One act of moderation.' },
  {
    name: 'MessageObject',
    schema: MessageObject,
    description: 'A message in the words of the `/chat` dialect.',
  },
  {
    name: 'DirectMessage',
    schema: DirectMessage,
    description: 'A direct message in the words of the `/` dialect.',
  },
];

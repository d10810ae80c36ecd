import { z } from 'zod';

/** Shapes that many features share: ids, times, texts, pages. */

const id = z.uuid().toLowerCase();
export const UserId = id.brand<'UserId'>();
export type UserId = z.output<typeof UserId>;
export const SessionId = id.brand<'SessionId'>();
export type SessionId = z.output<typeof SessionId>;
export const ConversationId = id.brand<'ConversationId'>();
export type ConversationId = z.output<typeof ConversationId>;
export const MessageId = id.brand<'MessageId'>();
export type MessageId = z.output<typeof MessageId>;
export const ReactionId = id.brand<'ReactionId'>();
export type ReactionId = z.output<typeof ReactionId>;
export const MediaId = id.brand<'MediaId'>();
export type MediaId = z.output<typeof MediaId>;
export const PostId = id.brand<'PostId'>();
export type PostId = z.output<typeof PostId>;
export const RepostId = id.brand<'RepostId'>();
export type RepostId = z.output<typeof RepostId>;
/** Of a comment, or of a reply, which is a comment on a comment. */
export const CommentId = id.brand<'CommentId'>();
export type CommentId = z.output<typeof CommentId>;
export const StoryId = id.brand<'StoryId'>();
export type StoryId = z.output<typeof StoryId>;
export const NotificationId = id.brand<'NotificationId'>();
export type NotificationId = z.output<typeof NotificationId>;

/** ISO 8601, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** What PostgreSQL can store and hand back unchanged: no NUL, no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** Free text of at most `maxLength` UTF-16 units. */
export function text(maxLength: number) {
  return z.string().max(maxLength).refine(isStorable, 'holds a NUL or half a character');
}

/** The address of a web page. */
export const WebLink = z.httpUrl().max(300).refine(isStorable, 'holds a NUL or half a character');

/** Whether a text shows something: not only white space, nor what is drawn without width or not at all. */
export function showsSomething(value: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(value);
}

/** Free text that says something. */
export function saying(maxLength: number) {
  return text(maxLength).refine(showsSomething, 'must hold more than white space');
}

export const ClientId = text(64)
  .min(1)
  .describe('Made by the client; the same one again answers with the first message.');

export const limit = z.int().min(1).max(100);

/** The fields of every list's input. */
export const pageInput = {
  limit: limit.default(20),
  cursor: z.string().min(1).max(500).optional().describe('`nextCursor` of the page before.'),
};

/** A page of a list. `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  });
}

/** The answer of what only acts. */
export const Nothing = z.strictObject({});

/** An address on this server or, when PUBLIC_URL names another origin, an absolute one. */
export const Url = z.string().max(2000);

/** Who somebody is, as short as a list or a message needs it. Null names: the account was erased. */
export const Person = z.strictObject({
  id: UserId,
  username: z.string().nullable(),
  displayName: z.string().nullable(),
  photoUrl: Url.nullable(),
});
export type Person = z.output<typeof Person>;

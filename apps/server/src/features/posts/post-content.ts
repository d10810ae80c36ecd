import { type MediaId, showsSomething, type UserId } from '@xom/contract/fields';
import { maxTextLength, type PostKind } from '@xom/contract/posts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { handlesIn } from '../messages/mentions.ts';
import { findNamed, listOwnFiles, lockSeenPeople } from './post-content.queries.ts';
import type { PostMedia } from './posts.tables.ts';

const maxMentioned = 20;

/** Nothing is as good as an empty or blank text. */
export function textOf(kind: PostKind, text: string | null | undefined): string | null {
  if (!text || !showsSomething(text)) return null;
  const limit = maxTextLength[kind];
  if (text.length > limit) {
    throw new Failure('invalid_input', { text: `is longer than ${limit} characters` });
  }
  return text;
}

/** @throws Failure `invalid_input` when a post would hold nothing */
export function requireContent(post: {
  text: string | null;
  media: readonly PostMedia[];
  quoteOf: string | null;
}): void {
  if (post.text === null && post.media.length === 0 && post.quoteOf === null) {
    throw new Failure('invalid_input', { text: 'or a file or a quote is needed' });
  }
}

/**
 * What a new post shows: images, or one video, that its author uploaded.
 * @throws Failure `invalid_input` | `not_found` | `unsupported_media_type`
 */
export async function mediaOf(
  queries: Queries,
  authorId: UserId,
  mediaIds: readonly MediaId[],
  altTexts: readonly (string | null)[],
): Promise<PostMedia[]> {
  if (new Set(mediaIds).size < mediaIds.length) {
    throw new Failure('invalid_input', { mediaIds: 'holds a file twice' });
  }
  if (mediaIds.length > 0) {
    const kinds = await listOwnFiles(queries, authorId, mediaIds);
    for (const [index, mediaId] of mediaIds.entries()) {
      const kind = kinds.get(mediaId);
      const field = `mediaIds.${index}`;
      if (!kind) throw new Failure('not_found', { [field]: 'is no file that you uploaded' });
      if (kind === 'STICKER')
        throw new Failure('unsupported_media_type', { [field]: 'is a sticker' });
      if (kind === 'VIDEO' && mediaIds.length > 1) {
        throw new Failure('invalid_input', { [field]: 'is a video: it stands alone' });
      }
    }
  }
  return describe(mediaIds, altTexts);
}

/**
 * The same files in another order, or with other words.
 * @throws Failure `invalid_input`
 */
export function rearranged(
  media: readonly PostMedia[],
  mediaIds: readonly MediaId[] | undefined,
  altTexts: readonly (string | null)[] | undefined,
): PostMedia[] {
  const before = new Map(media.map(({ mediaId, altText }) => [mediaId, altText]));
  const order = mediaIds ?? media.map(({ mediaId }) => mediaId);
  const isSame = order.length === media.length && order.every((mediaId) => before.has(mediaId));
  if (!isSame || new Set(order).size < order.length) {
    throw new Failure('invalid_input', { mediaIds: 'are not the files of the post' });
  }
  return describe(order, altTexts ?? order.map((mediaId) => before.get(mediaId) ?? null));
}

function describe(mediaIds: readonly MediaId[], altTexts: readonly (string | null)[]): PostMedia[] {
  if (altTexts.length > mediaIds.length) {
    throw new Failure('invalid_input', { altTexts: 'are more than the files' });
  }
  return mediaIds.map((mediaId, index) => ({ mediaId, altText: altTexts[index]?.trim() || null }));
}

/**
 * Whom a post tags, each once.
 * @throws Failure `not_found` (somebody whom the author does not see)
 */
export async function taggedOf(
  queries: Queries,
  authorId: UserId,
  userIds: readonly UserId[],
): Promise<UserId[]> {
  if (userIds.length === 0) return [];
  const seen = await lockSeenPeople(queries, authorId, userIds);
  const missing = userIds.findIndex((userId) => !seen.has(userId));
  if (missing >= 0) throw new Failure('not_found', { [`taggedUserIds.${missing}`]: 'is nobody' });
  return [...new Set(userIds)];
}

/** Whom a text mentions: the first 20 of those whom its author may see. */
export async function mentionedIn(
  queries: Queries,
  authorId: UserId,
  text: string | null,
): Promise<UserId[]> {
  return findNamed(queries, authorId, handlesIn(text), maxMentioned);
}

import { getUser, listLastSeen } from '@xom/contract/accounts';
import { createConversation, markRead } from '@xom/contract/conversations';
import { getDirectConversation } from '@xom/contract/direct-messages';
import type { InputOf } from '@xom/contract/define';
import type { MediaId, UserId } from '@xom/contract/fields';
import { listFollowings } from '@xom/contract/follows';
import { discardMedia, uploadMedia } from '@xom/contract/media';
import type { Message } from '@xom/contract/message-shape';
import { sendMessage } from '@xom/contract/messages';
import { listBlocks } from '@xom/contract/people';
import {
  type DirectMessage,
  socialGetBlockList,
  socialGetFollowingList,
  socialNewMessage,
  socialReadMessages,
  socialReceiveUserProfile,
  socialRequestLastSeen,
} from '@xom/contract/social-namespace';
import type { MediaUrls } from '../features/media/media.urls.ts';
import { bind, type Binding, type Call } from '../platform/call.ts';
import { Failure } from '../platform/failure.ts';
import { discard, stageBytes } from '../platform/upload.ts';
import { isDataUrl, readDataUrl } from './data-urls.ts';

interface Parts {
  urls: MediaUrls;
  /** Where a picture lies until it is uploaded. */
  stagingFolder: string;
}

const peopleShown = 1000;
const peoplePerPage = 100;

/** The dialect of seeds 001 and 002, call by call: its names and shapes to the operations of `/v1` and back. */
export function socialNamespaceBindings(parts: Parts): Binding[] {
  return [
    bind(socialNewMessage, async (input, call) => ({ message: await send(input, call, parts) })),
    bind(socialReadMessages, async ({ from }, { run }) => {
      const { id: conversationId } = await run(getDirectConversation, { userId: from });
      return run(markRead, { conversationId });
    }),
    bind(socialReceiveUserProfile, async ({ userId }, { run }) => {
      const user = await run(getUser, { idOrUsername: userId });
      const { items } = await run(listLastSeen, { userIds: [userId] });
      return {
        user_id: user.id,
        name: user.name,
        family: user.family,
        username: user.username,
        photo: user.photoUrl,
        biography: user.biography,
        last_seen: items[0]?.lastSeen ?? null,
      };
    }),
    bind(socialRequestLastSeen, async ({ userIds }, { run }) => {
      const { items } = await run(listLastSeen, { userIds });
      return items.map(({ userId, lastSeen }) => ({ userId, lastSeen }));
    }),
    bind(socialGetBlockList, async (_input, { run }) => {
      const blocks = await collect((page) => run(listBlocks, page));
      return blocks.map(({ user, blockedAt }) => ({
        id: user.id,
        username: user.username,
        photo: user.photoUrl,
        blocked_at: blockedAt,
      }));
    }),
    bind(socialGetFollowingList, async ({ userId }, { run }) => {
      const followings = await collect((page) => run(listFollowings, { userId, ...page }));
      const following = followings.map(({ user, since }) => ({
        id: user.id,
        username: user.username,
        photo: user.photoUrl,
        added_at: since,
      }));
      return { userId, following };
    }),
  ];
}

/** A message of a direct conversation, in the words of the dialect. */
export function directMessage(message: Message, to: UserId): DirectMessage {
  const { content, videoUrl } = message;
  const imageUrl = message.imageUrl ?? message.stickerUrl;
  return {
    _id: message.id,
    from: message.senderId,
    to,
    reply_to: message.replyTo,
    context: {
      ...(content !== null && { text: content }),
      ...(imageUrl !== null && { image: imageUrl }),
      ...(videoUrl !== null && { video: videoUrl }),
    },
    sent_at: message.createdAt,
  };
}

type NewMessage = InputOf<typeof socialNewMessage>;

async function send(input: NewMessage, call: Call, parts: Parts): Promise<DirectMessage> {
  // Clients send a key that they do not use as null or empty.
  const text = input.context.text || undefined;
  const image = input.context.image || undefined;
  if (text === undefined && image === undefined) {
    throw new Failure('invalid_input', { context: 'needs a text or an image' });
  }
  const picture = image === undefined ? null : await pictureOf(image, call, parts);
  let sent: Message | null = null;
  try {
    const direct = { isGroup: false, memberIds: [input.to] };
    const { id: conversationId } = await call.run(createConversation, direct);
    sent = await call.run(sendMessage, {
      conversationId,
      type: picture ? 'IMAGE' : 'TEXT',
      content: text,
      mediaId: picture?.mediaId,
      replyTo: input.reply_to ?? undefined,
      clientId: input.clientId,
    });
    return directMessage(sent, input.to);
  } catch (refusal) {
    throw inOwnWords(refusal);
  } finally {
    // Refused, or sent before under this clientId with another upload.
    const isHeld = sent?.imageUrl === picture?.uploadedUrl;
    if (picture?.uploadedUrl && !isHeld) await takeBack(picture.mediaId, call);
  }
}

interface Picture {
  mediaId: MediaId;
  /** Null: it was there before. */
  uploadedUrl: string | null;
}

async function pictureOf(image: string, call: Call, parts: Parts): Promise<Picture> {
  if (!isDataUrl(image)) {
    const mediaId = parts.urls.read(image);
    if (!mediaId) {
      throw new Failure('invalid_input', { [imageField]: 'is no picture of this server' });
    }
    return { mediaId, uploadedUrl: null };
  }
  const file = await stageBytes(readDataUrl(image, imageField), parts.stagingFolder);
  try {
    const { id, url } = await call.run(uploadMedia, { type: 'IMAGE' }, file);
    return { mediaId: id, uploadedUrl: url };
  } finally {
    await discard(file);
  }
}

async function takeBack(mediaId: MediaId, call: Call): Promise<void> {
  try {
    await call.run(discardMedia, { mediaId });
  } catch {
    // The refusal of the message is what counts; what nobody holds is swept in a day.
  }
}

const imageField = 'context.image';

/** The fields of the operations behind, as the dialect calls them. */
const fieldNames: Readonly<Record<string, string>> = {
  memberIds: 'to',
  'memberIds.0': 'to',
  content: 'context.text',
  mediaId: imageField,
  replyTo: 'reply_to',
};

function inOwnWords(thrown: unknown): unknown {
  if (!(thrown instanceof Failure) || !thrown.details) return thrown;
  const details = Object.entries(thrown.details).map(([field, text]) => [
    fieldNames[field] ?? field,
    text,
  ]);
  return new Failure(thrown.code, Object.fromEntries(details), thrown.retryAfterSeconds);
}

/** All of a list of people, page by page, up to a bound. */
async function collect<Item>(
  load: (page: {
    limit: number;
    cursor: string | undefined;
  }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const collected: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await load({ limit: peoplePerPage, cursor });
    collected.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && collected.length < peopleShown);
  return collected;
}

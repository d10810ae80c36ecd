import type { Message } from '@xom/contract/message-shape';
import type { OutboxItem } from '@xom/sdk/outbox';
import { Link } from '@tanstack/react-router';
import { Ban, Forward } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { isFewEmoji } from './few-emoji.ts';
import { MessageMedia, PendingMedia } from './message-media.tsx';
import { MessageMeta } from './message-meta.tsx';
import { MessageQuote } from './message-quote.tsx';
import { isStored, type ItemStatus, type TimelineItem } from './timeline-item.ts';
import { lazily } from '../../design/lazily.ts';

// Few messages answer a story.
const StoryQuote = lazily(async () => (await import('../stories/story-quote.tsx')).StoryQuote);

interface BubbleProps {
  item: TimelineItem;
  status: ItemStatus;
  isMine: boolean;
  /** The name of the sender stands above it. */
  isNamed: boolean;
  startsRun: boolean;
  endsRun: boolean;
}

/** What a message says, in its shape: stickers stand free, all else is in a bubble. */
export function MessageBubble(props: BubbleProps) {
  const { item, status, isMine, isNamed, startsRun, endsRun } = props;
  const me = useMe();
  const nameOf = usePersonName();
  if (standsFree(item)) return <Free {...props} />;

  const mentionsMe = isStored(item) && item.mentions.includes(me.id);
  const ground = isMine ? 'bg-brick-soft border-brick-soft' : 'bg-surface border-hairline';
  const corners = isMine
    ? `${startsRun ? '' : 'rounded-tr-sm'} ${endsRun ? '' : 'rounded-br-sm'}`
    : `${startsRun ? '' : 'rounded-tl-sm'} ${endsRun ? '' : 'rounded-bl-sm'}`;
  const hasMedia = mediaOf(item) !== null;
  // Reactions hang over its edge: over a picture, but not over words.
  const hasReactions = isStored(item) && item.reactions.length > 0;
  const isWordsLast = !hasMedia || item.content !== null;
  const space = `${hasMedia ? 'p-1' : 'px-3 py-1.5'} ${hasReactions && isWordsLast ? 'pb-3' : ''}`;
  return (
    <div
      className={`relative max-w-full rounded-lg border ${corners} ${mentionsMe ? 'border-brick bg-surface' : ground} ${space}`}
    >
      {isNamed && isStored(item) && (
        <p
          className={`truncate text-caption font-semibold text-brick ${hasMedia ? 'px-2 pt-0.5 pb-1' : ''}`}
        >
          {nameOf(item.sender)}
        </p>
      )}
      {isStored(item) && <Origin message={item} hasMedia={hasMedia} />}
      <Content item={item} status={status} />
    </div>
  );
}

/** What it comes from, or answers. */
function Origin({ message, hasMedia }: { message: Message; hasMedia: boolean }) {
  const { t } = useTranslation('messages');
  if (message.isRecalled) return null;
  return (
    <div className={hasMedia ? 'px-1' : ''}>
      {message.forwardedAt !== null && (
        <p className="flex items-center gap-1 text-caption text-muted">
          <Forward className="size-4" strokeWidth={1.75} aria-hidden />
          {t('forwarded')}
        </p>
      )}
      {message.storyId !== null && (
        <Suspense fallback={<p className="py-1 text-caption">{'\u00A0'}</p>}>
          <StoryQuote storyId={message.storyId} />
        </Suspense>
      )}
      {message.reply !== null && <MessageQuote quote={message.reply} />}
    </div>
  );
}

function Content({ item, status }: { item: TimelineItem; status: ItemStatus }) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const meta = metaOf(item, status);
  if (isRecalled(item)) {
    const isMine = isStored(item) && item.senderId === me.id;
    return (
      <p className="flow-root text-muted italic">
        <Ban className="mr-1.5 inline size-4 align-[-3px]" strokeWidth={1.75} aria-hidden />
        {t(isMine ? 'recalledByMe' : 'recalled')}
        <MessageMeta {...meta} ground="bubble" />
      </p>
    );
  }
  const media = mediaOf(item);
  const hasText = item.content !== null;
  return (
    <>
      {media !== null && (
        <div className="relative">
          {isStored(item) ? (
            <MessageMedia message={item} label={t(`open.${media}`)} />
          ) : (
            item.file && <PendingMedia item={item} file={item.file} />
          )}
          {!hasText && <MessageMeta {...meta} ground="picture" />}
        </div>
      )}
      {hasText && (
        // A pixel more than it measures, or the time would fall below a line that just fits.
        <p
          className={`flow-root w-[calc(100%+1px)] ${media === null ? '' : 'max-w-80 px-2 pt-1 pb-0.5'}`}
        >
          <MessageText text={item.content} />
          <MessageMeta {...meta} ground="bubble" />
        </p>
      )}
      {media === null && !hasText && <MessageMeta {...meta} ground="bubble" />}
    </>
  );
}

/** A text with its links. */
function MessageText({ text }: { text: string }) {
  return (
    <LinkedText
      text={text}
      linkClassName="text-brick underline underline-offset-4"
      renderMention={(username) => <Link to="/people/$username" params={{ username }} />}
      renderTag={(tag) => <Link to="/tags/$tag" params={{ tag }} />}
    />
  );
}

/** A sticker, or a few emoji alone: large, and without a bubble. */
function Free({ item, status }: BubbleProps) {
  const { t } = useTranslation('messages');
  return (
    <div className="flex max-w-full flex-col">
      {isStored(item) && <Origin message={item} hasMedia={false} />}
      {item.type === 'STICKER' ? (
        <img
          src={item.stickerUrl ?? ''}
          alt={t('kinds.STICKER')}
          width={160}
          height={160}
          draggable={false}
          className="size-40 object-contain"
        />
      ) : (
        <p className="text-[2.5rem] leading-12">{item.content}</p>
      )}
      <MessageMeta {...metaOf(item, status)} ground="page" />
    </div>
  );
}

/** Whether it is shown without a bubble. */
export function standsFree(item: TimelineItem): boolean {
  const { type, content } = item;
  if (isRecalled(item)) return false;
  return type === 'STICKER' || (type === 'TEXT' && content !== null && isFewEmoji(content));
}

function metaOf(item: TimelineItem, status: ItemStatus) {
  return {
    createdAt: item.createdAt,
    status,
    isEdited: isStored(item) && item.editedAt !== null && !item.isRecalled,
    expiresAt: isStored(item) && !item.isRecalled ? item.expiresAt : null,
  };
}

function isRecalled(item: TimelineItem): boolean {
  return isStored(item) && item.isRecalled;
}

/** The kind of file that it shows; null: none, or its file is gone. */
function mediaOf(item: Message | OutboxItem): 'IMAGE' | 'VIDEO' | null {
  if (isRecalled(item) || (item.type !== 'IMAGE' && item.type !== 'VIDEO')) return null;
  return isStored(item) ? item.media && item.type : item.file && item.type;
}

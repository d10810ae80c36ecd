import { EllipsisVertical, Reply, RotateCw, Trash2 } from 'lucide-react';
import { memo, type MouseEvent, useRef } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import type { OutboxItem } from '@xom/sdk/outbox';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { useRowActs } from './message-acts.ts';
import { MessageBubble } from './message-bubble.tsx';
import { MessageReactions } from './message-reactions.tsx';
import { useSendProblem } from './send-problem.ts';
import { isStored, type ItemStatus, keyOf, senderOf, type TimelineItem } from './timeline-item.ts';
import { useRowGestures } from './use-row-gestures.ts';

export interface MessageRowProps {
  item: TimelineItem;
  status: ItemStatus;
  isGroup: boolean;
  startsRun: boolean;
  endsRun: boolean;
  startsDay: boolean;
  /** The first that I have not read. */
  isFirstUnread: boolean;
  /** Somebody jumped to it. */
  isMarked: boolean;
  /** Tab leads to it; arrow keys lead on from there. */
  isTabStop: boolean;
  /** Whether what a mouse finds beside it is there; else only its room. */
  hasButtons: boolean;
}

/** One message of the timeline, and what stands above it. It is rendered anew only when it changes. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { item, startsRun, startsDay, isFirstUnread } = props;
  return (
    <div className={`mx-auto max-w-200 px-3 ${startsRun ? 'pt-3' : 'pt-0.5'}`}>
      {startsDay && <DayDivider createdAt={item.createdAt} />}
      {isFirstUnread && <UnreadDivider />}
      <Row {...props} />
    </div>
  );
});

function Row({
  item,
  status,
  isGroup,
  startsRun,
  endsRun,
  isMarked,
  isTabStop,
  hasButtons,
}: MessageRowProps) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const formats = useFormats();
  const acts = useRowActs();
  const nameOf = usePersonName();
  const row = useRef<HTMLElement>(null);
  const message = isStored(item) ? item : null;
  const isMine = senderOf(item, me.id) === me.id;
  const isShown = message !== null && !message.isRecalled;
  const gestures = useRowGestures({
    onLongPress: (x, y) => message && row.current && acts.openMenu(message, row.current, { x, y }),
    onSwipe: () => message && isShown && acts.reply(message),
  });
  const openAt = (event: MouseEvent) => {
    // What is a link, or selected, keeps the menu of the browser.
    const isLink = event.target instanceof Element && event.target.closest('a') !== null;
    if (!message || !row.current || isLink || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    acts.openMenu(message, row.current, { x: event.clientX, y: event.clientY });
  };
  const sender = message && !isMine ? message.sender : null;
  const name = sender ? nameOf(sender) : t('you');
  return (
    // Arrow keys lead from message to message, as in any feed; each one's acts are in its menu too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      ref={row}
      data-key={keyOf(item)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isTabStop ? 0 : -1}
      aria-label={t('messageBy', { name, time: formats.dateTime(item.createdAt) })}
      onContextMenu={openAt}
      {...gestures}
      // virtua takes the pointer from all rows while messages come: a click then would be lost.
      className={`group/row pointer-events-auto flex touch-pan-y items-end gap-2 rounded-md transition-colors duration-200 select-none tablet:select-text ${isMine ? 'flex-row-reverse' : ''} ${isMarked ? 'bg-brick-soft' : ''}`}
    >
      {isGroup && sender && (
        <span className="w-8 shrink-0" aria-hidden>
          {endsRun && (
            <Avatar id={sender.id} name={nameOf(sender)} photoUrl={sender.photoUrl} size="sm" />
          )}
        </span>
      )}
      <div
        data-bubble
        className={`flex max-w-[84%] min-w-0 flex-col tablet:max-w-[70%] ${isMine ? 'items-end' : 'items-start'}`}
      >
        <MessageBubble
          item={item}
          status={status}
          isMine={isMine}
          isNamed={isGroup && startsRun && sender !== null}
          startsRun={startsRun}
          endsRun={endsRun}
        />
        {message && <MessageReactions message={message} />}
        {!isStored(item) && item.status === 'failed' && <Failed item={item} />}
      </div>
      {message && (
        <div
          className={`hidden shrink-0 self-center opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-fine:flex ${isShown ? 'w-18' : 'w-9'}`}
        >
          {hasButtons && (
            <RowButtons
              canReply={isShown}
              onReply={() => acts.reply(message)}
              onMore={() => row.current && acts.openMenu(message, row.current)}
            />
          )}
        </div>
      )}
    </article>
  );
}

/** What a mouse finds beside the message. */
function RowButtons({
  canReply,
  onReply,
  onMore,
}: {
  canReply: boolean;
  onReply: () => void;
  onMore: () => void;
}) {
  const { t } = useTranslation('messages');
  return (
    <>
      {canReply && (
        <IconButton size="sm" tabIndex={-1} label={t('reply')} icon={<Reply />} onClick={onReply} />
      )}
      <IconButton
        size="sm"
        tabIndex={-1}
        label={t('messageMenu')}
        icon={<EllipsisVertical />}
        aria-haspopup="menu"
        onClick={onMore}
      />
    </>
  );
}

function Failed({ item }: { item: OutboxItem }) {
  const { t } = useTranslation('shell');
  const acts = useRowActs();
  const problem = useSendProblem();
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-1 pt-1">
      <p className="text-caption text-brick">{problem(item)}</p>
      <Button
        size="sm"
        variant="quiet"
        icon={<RotateCw />}
        onClick={() => acts.retry(item.clientId)}
      >
        {t('retry')}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        icon={<Trash2 />}
        onClick={() => acts.discard(item.clientId)}
      >
        {t('delete')}
      </Button>
    </div>
  );
}

function DayDivider({ createdAt }: { createdAt: string }) {
  const formats = useFormats();
  return (
    <p className="flex justify-center py-3">
      <span className="rounded-full bg-sunken px-3 py-0.5 text-caption text-muted">
        {formats.dayLabel(createdAt)}
      </span>
    </p>
  );
}

function UnreadDivider() {
  const { t } = useTranslation('messages');
  return (
    <p
      data-unread
      className="flex items-center gap-3 py-3 text-caption font-semibold text-brick before:h-px before:flex-1 before:bg-brick after:h-px after:flex-1 after:bg-brick"
    >
      {t('newMessages')}
    </p>
  );
}

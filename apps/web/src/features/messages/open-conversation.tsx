import type { Conversation } from '@xom/contract/conversations';
import type { MessageId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import type { MenuPoint } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { whenOpened } from '../../design/when-opened.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { useDocumentTitle } from '../../shell/document-title.ts';
import { useMe } from '../../shell/session.tsx';
import { useTimeline } from '../../shell/use-live.ts';
import { MediaViewer } from '../media/media-viewer.tsx';
import { ChatAnnouncer } from './chat-announcer.tsx';
import { ChatSearch } from './chat-search.tsx';
import { Composer, type ComposerHandle } from './composer.tsx';
import type { ComposerSubject } from './composer-banner.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { useConversationTitle, useOtherPerson } from './conversation-title.ts';
import { ConversationPeople } from './member-names.tsx';
import { canEdit, type MessageDialog, type RowActs, RowActsProvider } from './message-acts.ts';
import { Timeline, type TimelineHandle } from './timeline.tsx';
import { useLooking } from './use-looking.ts';
import type { Opening } from './use-opening.ts';
import { useOpeningFocus } from './use-opening-focus.ts';

// What only some come to need loads with its first opening.
const MessageMenu = whenOpened(async () => (await import('./message-menu.tsx')).MessageMenu);
const MessageDialogs = whenOpened(
  async () => (await import('./message-dialogs.tsx')).MessageDialogs,
);

interface OpenConversationProps {
  conversation: Conversation;
  opening: Opening;
  messageId: MessageId | null;
  onShowInfo: (() => void) | undefined;
}

/** A conversation that is ready to show. */
export function OpenConversation(props: OpenConversationProps) {
  const { conversation, opening, messageId, onShowInfo } = props;
  const { id } = conversation;
  const { t } = useTranslation('messages');
  const me = useMe();
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const timeline = useTimeline(id);
  const titleOf = useConversationTitle();
  const { isBlocked, activeUserIds } = useLooking(id);
  const list = useRef<TimelineHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const row = useRef<HTMLElement>(null);
  const [menu, setMenu] = useState<{ message: Message; at: MenuPoint } | null>(null);
  const [asked, setAsked] = useState<{ dialog: MessageDialog; message: Message } | null>(null);
  const [subject, setSubject] = useState<ComposerSubject | null>(null);
  const [viewedId, setViewedId] = useState<MessageId | null>(null);
  const [isSearching, setSearching] = useState(false);
  useDocumentTitle(titleOf(conversation));
  useOpeningFocus(composer);

  const acts: RowActs = useMemo(() => {
    const tell = (error: unknown) => toast.show({ text: errorText(error), kind: 'error' });
    return {
      openMenu(message, element, at) {
        row.current = element;
        setMenu({ message, at: at ?? placeIn(element) });
      },
      reply: (message) => setSubject({ kind: 'reply', message }),
      toggleReaction(message, emoji) {
        const reaction = message.reactions.find((one) => one.emoji === emoji);
        const isMine = reaction?.userIds.includes(me.id) === true;
        (isMine ? live.unreact(message, emoji) : live.react(message, emoji)).catch(tell);
      },
      jumpTo: (target) => void list.current?.jumpTo(target).catch(tell),
      view: (message) => setViewedId(message.id),
      retry: (clientId) => live.retry(clientId),
      discard: (clientId) => live.discard(clientId),
    };
    // What speaks is new at every rendering, and changes only with the language.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [live, me.id, t]);

  useEffect(() => {
    // The one that it opens at, the timeline opens at.
    if (messageId !== null && messageId !== opening.jumpToId) acts.jumpTo(messageId);
  }, [messageId, opening, acts]);

  const editLast = () => {
    const last = timeline.messages.findLast((message) =>
      canEdit(message, message.senderId === me.id),
    );
    if (last) setSubject({ kind: 'edit', message: last });
  };
  const write = (about: ComposerSubject) => {
    // The menu gives the focus back as it closes: to where one writes.
    row.current = composer.current?.field() ?? null;
    setSubject(about);
  };
  const drop = useDrop((files) => composer.current?.addFiles(files));

  return (
    <ConversationPeople members={conversation.members} messages={timeline.messages}>
      <RowActsProvider value={acts}>
        <section
          aria-label={titleOf(conversation)}
          className="relative flex h-full min-h-0 flex-col bg-page"
          {...drop.events}
        >
          <ConversationHeader
            conversation={conversation}
            activeUserIds={activeUserIds}
            onShowInfo={onShowInfo}
            onSearch={() => setSearching(true)}
          />
          {isSearching && (
            <ChatSearch
              conversationId={id}
              onJump={acts.jumpTo}
              onClose={() => {
                setSearching(false);
                composer.current?.field()?.focus();
              }}
            />
          )}
          <Timeline
            ref={list}
            conversation={conversation}
            timeline={timeline}
            firstUnreadId={opening.firstUnreadId}
            jumpToId={opening.jumpToId}
          />
          <ComposerPlace conversation={conversation} isBlocked={isBlocked}>
            <Composer
              ref={composer}
              conversation={conversation}
              subject={subject}
              onSubjectDone={() => setSubject(null)}
              onSent={() => void list.current?.jumpToEnd().catch(() => undefined)}
              onEditLast={editLast}
            />
          </ComposerPlace>
          {drop.isOver && (
            <div className="pointer-events-none absolute inset-2 z-30 flex items-center justify-center rounded-lg border-2 border-dashed border-brick bg-surface/90 text-title font-semibold">
              {t('dropHere')}
            </div>
          )}
          <ChatAnnouncer newest={timeline.hasNewer ? undefined : timeline.messages.at(-1)} />
          <MessageMenu
            isOpen={menu !== null}
            conversation={conversation}
            message={menu?.message ?? null}
            at={menu?.at ?? null}
            anchor={row}
            onClose={() => setMenu(null)}
            onReply={(message) => write({ kind: 'reply', message })}
            onEdit={(message) => write({ kind: 'edit', message })}
            onReact={acts.toggleReaction}
            onDialog={(dialog, message) => setAsked({ dialog, message })}
          />
          <MessageDialogs
            isOpen={asked !== null}
            asked={asked}
            anchor={row}
            onClose={() => setAsked(null)}
            onReact={acts.toggleReaction}
          />
          <Viewed
            messages={timeline.messages}
            messageId={viewedId}
            onClose={() => setViewedId(null)}
          />
        </section>
      </RowActsProvider>
    </ConversationPeople>
  );
}

/** Where the menu of a row opens without a pointer. */
function placeIn(row: HTMLElement): MenuPoint {
  const { left, top } = (row.querySelector('[data-bubble]') ?? row).getBoundingClientRect();
  return { x: left + 24, y: Math.max(top + 24, 80) };
}

/** The composer, or why one cannot write here. */
function ComposerPlace({
  conversation,
  isBlocked,
  children,
}: {
  conversation: Conversation;
  isBlocked: boolean;
  children: React.ReactNode;
}) {
  const { t } = useTranslation('messages');
  const other = useOtherPerson(conversation);
  const isErased = other !== null && other.username === null;
  if (!isBlocked && !isErased) return children;
  return (
    <p className="border-t border-hairline bg-surface px-4 py-4 text-center text-muted">
      {t(isErased ? 'cannotWriteErased' : 'cannotWriteBlocked')}
    </p>
  );
}

/** The pictures and videos of what is loaded, from the one that was opened. */
function Viewed({
  messages,
  messageId,
  onClose,
}: {
  messages: readonly Message[];
  messageId: MessageId | null;
  onClose: () => void;
}) {
  const shown =
    messageId === null ? [] : messages.filter(({ type }) => type === 'IMAGE' || type === 'VIDEO');
  const withFile = shown.flatMap(({ id, media, content }) =>
    media ? [{ id, media: { ...media, altText: content } }] : [],
  );
  return (
    <MediaViewer
      isOpen={messageId !== null}
      onClose={onClose}
      items={withFile.map(({ media }) => media)}
      startIndex={Math.max(
        0,
        withFile.findIndex(({ id }) => id === messageId),
      )}
    />
  );
}

/** Files that are dragged over the conversation and let go. */
function useDrop(onFiles: (files: FileList) => void) {
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  const move = (event: DragEvent, step: number) => {
    if (!hasFiles(event)) return;
    depth.current += step;
    setOver(depth.current > 0);
  };
  return {
    isOver,
    events: {
      onDragEnter: (event: DragEvent) => move(event, 1),
      onDragLeave: (event: DragEvent) => move(event, -1),
      onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
      onDrop(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onFiles(event.dataTransfer.files);
      },
    },
  };
}

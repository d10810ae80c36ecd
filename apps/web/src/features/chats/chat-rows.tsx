import type { Conversation } from '@xom/contract/conversations';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { ListRow } from '../../design/list-row.tsx';
import type { MenuPoint } from '../../design/menu.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { whenOpened } from '../../design/when-opened.tsx';
import { useLive } from '../../shell/live.tsx';
import { askTogether } from '../../shell/ask-together.ts';
import { type ChatActs, usePreferenceActs } from './chat-acts.ts';
import { ChatRow } from './chat-row.tsx';
import { useListKeys } from './use-list-keys.ts';
import { VirtualListItem } from './virtual-list-item.tsx';

const ChatMenu = whenOpened(async () => (await import('./chat-menu.tsx')).ChatMenu);

interface ChatRowsProps {
  label: string;
  conversations: readonly Conversation[];
  query: string;
  /** Whether there may be more. */
  isLoading: boolean;
  /** Above the first one, 48 px high. */
  top: ReactNode;
  empty: ReactNode;
}

/** The rows of the list: as many as there are, of which those in sight are rendered. */
export function ChatRows({ label, conversations, query, isLoading, top, empty }: ChatRowsProps) {
  const { t } = useTranslation('chats');
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const { acts, menu } = useRowActs();
  const keys = useListKeys({ items: conversations, list, frame });
  const hasTop = top !== false;
  return (
    // The keys move the focus between the rows, which are links.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={frame}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
    >
      {query !== '' && <MessageSearch query={query} />}
      {top}
      {conversations.length > 0 ? (
        <div role="list" aria-label={label}>
          <Virtualizer
            ref={list}
            item={VirtualListItem}
            data={conversations}
            scrollRef={frame}
            itemSize={72}
            startMargin={hasTop ? 48 : query === '' ? 0 : 56}
            keepMounted={keys.keepMounted}
          >
            {(conversation, index) => (
              <ChatRow
                key={conversation.id}
                conversation={conversation}
                acts={acts}
                query={query}
                isTabStop={index === keys.tabStopIndex}
              />
            )}
          </Virtualizer>
        </div>
      ) : isLoading ? (
        <Skeletons label={t('loading')} />
      ) : (
        empty
      )}
      {menu}
    </div>
  );
}

function useRowActs(): { acts: ChatActs; menu: ReactNode } {
  const live = useLive();
  const preferenceActs = usePreferenceActs();
  const anchor = useRef<HTMLElement>(null);
  const [opened, setOpened] = useState<{ conversation: Conversation; at: MenuPoint | null } | null>(
    null,
  );
  const [isOpen, setOpen] = useState(false);
  const acts = useMemo(
    (): ChatActs => ({
      ...preferenceActs,
      openMenu(conversation, { clientX: x, clientY: y, currentTarget }) {
        anchor.current = currentTarget;
        // By the keyboard there is no place on the screen.
        setOpened({ conversation, at: x > 0 || y > 0 ? { x, y } : null });
        setOpen(true);
      },
      askPresence: askTogether((userIds) => live.loadPresence(userIds)),
      askPositions: askTogether((ids) => live.loadPositions(ids)),
    }),
    [live, preferenceActs],
  );
  const menu = opened && (
    <ChatMenu
      {...opened}
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      anchor={anchor}
      acts={acts}
    />
  );
  return { acts, menu };
}

/** Leads on to what was said. */
function MessageSearch({ query }: { query: string }) {
  const { t } = useTranslation('chats');
  return (
    <ListRow
      leading={<Search aria-hidden className="text-muted" />}
      title={t('searchMessages', { query })}
      render={<Link to="/search" search={{ q: query, type: 'messages' }} />}
    />
  );
}

function Skeletons({ label }: { label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="flex min-h-18 items-center gap-3 px-3 py-2">
          <Skeleton className="size-14 shrink-0 rounded-full" />
          <div className="flex-1 space-y-2.5">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}

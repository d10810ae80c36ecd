import type { Conversation } from '@xom/contract/conversations';
import { Archive, ArrowLeft, MessageCirclePlus, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { TextField } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { whenOpened } from '../../design/when-opened.tsx';
import { useConversations } from '../../shell/use-live.ts';
import { useConversationTitle } from '../messages/conversation-title.ts';
import { kinds, type Kind, matching, ofKind } from './chat-filter.ts';
import { ChatListEmpty } from './chat-list-empty.tsx';
import { ChatRows } from './chat-rows.tsx';

const NewChatDialog = whenOpened(async () => (await import('./new-chat-dialog.tsx')).NewChatDialog);

/** The list of my conversations, with its search and filters. */
export function ChatList({ openId }: { openId: string | null }) {
  const { t } = useTranslation(['chats', 'shell']);
  const [isArchive, setArchive] = useState(false);
  const [kind, setKind] = useState<Kind>('all');
  const [query, setQuery] = useState('');
  const [isNew, setNew] = useState(false);
  const { shown, archived, isLoading } = useShown({ isArchive, kind, query, openId });
  // On a phone, and while none is open, this is the heading of the page.
  const Heading = openId === null ? 'h1' : 'h2';
  return (
    <>
      <header className="flex min-h-14 items-center gap-1 py-1 pr-2 pl-4">
        {isArchive && (
          <span className="-ml-3">
            <IconButton
              label={t('shell:back')}
              icon={<ArrowLeft />}
              onClick={() => setArchive(false)}
            />
          </span>
        )}
        <Heading className="min-w-0 flex-1 truncate text-title font-semibold">
          {t(isArchive ? 'archived' : 'title')}
        </Heading>
        <IconButton label={t('new')} icon={<MessageCirclePlus />} onClick={() => setNew(true)} />
      </header>
      <div className="flex flex-col gap-2 px-3 pb-2">
        <TextField
          type="search"
          label={t('searchLabel')}
          isLabelHidden
          placeholder={t('searchLabel')}
          leading={<Search />}
          value={query}
          onChange={({ target }) => setQuery(target.value)}
          onKeyDown={({ key }) => key === 'Escape' && setQuery('')}
        />
        {query === '' && !isArchive && (
          <SegmentedControl
            label={t('filter')}
            value={kind}
            onChange={setKind}
            options={kinds.map((value) => ({ value, label: t(`filters.${value}`) }))}
          />
        )}
      </div>
      <ChatRows
        label={t(isArchive ? 'archived' : 'title')}
        conversations={shown}
        query={query.trim()}
        isLoading={isLoading}
        top={
          archived.length > 0 &&
          query === '' &&
          kind === 'all' &&
          !isArchive && <ArchiveRow archived={archived} onOpen={() => setArchive(true)} />
        }
        empty={
          <ChatListEmpty
            query={query.trim()}
            kind={isArchive ? 'archived' : kind}
            onNew={() => setNew(true)}
          />
        }
      />
      <NewChatDialog isOpen={isNew} onClose={() => setNew(false)} />
    </>
  );
}

function useShown({
  isArchive,
  kind,
  query,
  openId,
}: {
  isArchive: boolean;
  kind: Kind;
  query: string;
  openId: string | null;
}) {
  const titleOf = useConversationTitle();
  const inbox = useConversations(inboxOnly);
  const archive = useConversations(archivedOnly);
  const asked = useDeferredValue(query.trim());
  const list = isArchive ? archive.items : ofKind(inbox.items, kind, openId);
  const shown = asked === '' ? list : matching([...inbox.items, ...archive.items], asked, titleOf);
  return { shown, archived: archive.items, isLoading: inbox.isLoading };
}

const inboxOnly = { archived: false };
const archivedOnly = { archived: true };

function ArchiveRow({
  archived,
  onOpen,
}: {
  archived: readonly Conversation[];
  onOpen: () => void;
}) {
  const { t } = useTranslation('chats');
  const unread = archived.filter(({ unreadCount }) => unreadCount > 0).length;
  return (
    <button
      type="button"
      onClick={onOpen}
      className="icons flex h-12 w-full items-center gap-3 px-3 text-left text-muted -outline-offset-2 hover:bg-hover"
    >
      <span aria-hidden className="flex w-14 justify-center">
        <Archive />
      </span>
      <span className="min-w-0 flex-1 truncate font-semibold">{t('archived')}</span>
      <span className="text-caption">
        {unread > 0 ? t('archivedUnread', { count: unread }) : archived.length}
      </span>
    </button>
  );
}

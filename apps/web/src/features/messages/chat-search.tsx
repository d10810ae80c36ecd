import { useInfiniteQuery } from '@tanstack/react-query';
import type { ConversationId, MessageId } from '@xom/contract/fields';
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { TextField } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { InfiniteList } from '../../design/infinite-list.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { usePersonName } from '../people/person-name.tsx';
import { useExcerpt } from './message-quote.tsx';
import { foundMessagesQuery } from './messages.queries.ts';

const restMs = 250;

interface ChatSearchProps {
  conversationId: ConversationId;
  onJump: (messageId: MessageId) => void;
  onClose: () => void;
}

/** Finds messages of one conversation; the list of them leads there, and the arrows from one to the next. */
export function ChatSearch({ conversationId, onJump, onClose }: ChatSearchProps) {
  const { t } = useTranslation(['messages', 'shell']);
  const formats = useFormats();
  const errorText = useErrorText();
  const nameOf = usePersonName();
  const excerpt = useExcerpt();
  const [text, setText] = useState('');
  const asked = useRested(text.trim());
  const found = useInfiniteQuery({
    ...foundMessagesQuery(conversationId, asked),
    enabled: asked !== '',
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const [index, setIndex] = useState<number | null>(null);
  const go = (to: number): void => {
    const message = items[to];
    if (!message) return;
    setIndex(to);
    onJump(message.id);
  };
  const isListOpen = asked !== '' && index === null;
  const status =
    asked === '' || found.isPending
      ? ''
      : index === null
        ? t('found', { count: items.length, shown: found.hasNextPage ? '+' : '' })
        : t('foundAt', { number: index + 1, count: items.length });
  return (
    <search className="relative shrink-0 border-b border-hairline bg-surface">
      <div className="mx-auto flex max-w-200 items-center gap-1 p-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t('searchHere')}
            isLabelHidden
            placeholder={t('searchHere')}
            type="search"
            autoFocus
            maxLength={100}
            value={text}
            leading={<Search />}
            onChange={({ target }) => {
              setText(target.value);
              setIndex(null);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onClose();
              if (event.key === 'Enter') go((index ?? -1) + (event.shiftKey ? -1 : 1));
            }}
          />
        </div>
        <IconButton
          label={t('nextFound')}
          icon={<ChevronUp />}
          isDisabled={(index ?? -1) >= items.length - 1}
          onClick={() => go((index ?? -1) + 1)}
        />
        <IconButton
          label={t('previousFound')}
          icon={<ChevronDown />}
          isDisabled={index === null || index === 0}
          onClick={() => go((index ?? 0) - 1)}
        />
        <IconButton label={t('closeSearch')} icon={<X />} onClick={onClose} />
      </div>
      <p role="status" className="px-4 pb-1 text-caption text-muted empty:hidden">
        {status}
      </p>
      {isListOpen && (
        <div className="absolute inset-x-0 top-full z-20 max-h-[50dvh] overflow-y-auto border-b border-hairline bg-raised shadow-float">
          <InfiniteList
            label={t('searchHere')}
            items={items}
            itemKey={({ id }) => id}
            hasMore={found.hasNextPage}
            isLoading={found.isFetching}
            loadMore={() => void found.fetchNextPage()}
            error={
              found.isError ? { text: errorText(found.error), retryLabel: t('shell:retry') } : null
            }
            skeleton={<SkeletonRow />}
            skeletonCount={3}
            loadingLabel={t('shell:loading')}
            empty={<p className="p-6 text-center text-muted">{t('nothingFound')}</p>}
            renderItem={(message) => (
              <ListRow
                title={nameOf(message.sender)}
                subtitle={excerpt(message)}
                trailing={formats.stamp(message.createdAt)}
                onSelect={() => go(items.indexOf(message))}
              />
            )}
          />
        </div>
      )}
    </search>
  );
}

/** A text once it has rested for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

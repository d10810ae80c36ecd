import { Link } from '@tanstack/react-router';
import { Archive, MessageCircle, SearchX } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/state.tsx';
import type { Kind } from './chat-filter.ts';

interface ChatListEmptyProps {
  query: string;
  kind: Kind | 'archived';
  onNew: () => void;
}

/** Why the list has nothing to show, and what to do about it. */
export function ChatListEmpty({ query, kind, onNew }: ChatListEmptyProps) {
  const { t } = useTranslation('chats');
  if (query !== '') return <EmptyState icon={<SearchX />} title={t('noneFound')} heading="p" />;
  if (kind === 'archived')
    return <EmptyState icon={<Archive />} title={t('noneArchived')} heading="p" />;
  if (kind !== 'all')
    return <EmptyState icon={<MessageCircle />} title={t(`noneOf.${kind}`)} heading="p" />;
  return (
    <EmptyState
      icon={<MessageCircle />}
      title={t('none')}
      text={t('noneText')}
      heading="p"
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Button onClick={onNew}>{t('new')}</Button>
          <ButtonLink variant="quiet" render={<Link to="/suggestions" />}>
            {t('findPeople')}
          </ButtonLink>
        </span>
      }
    />
  );
}

import { MessageCircle } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useDocumentTitle } from '../../shell/document-title.ts';

/** What stands beside the list while no conversation is open. */
export function NoChatPage() {
  const { t } = useTranslation('chats');
  useDocumentTitle(t('title'));
  return (
    <div className="flex flex-1 items-center justify-center bg-page">
      <EmptyState icon={<MessageCircle />} title={t('noneOpen')} text={t('noneOpenText')} />
    </div>
  );
}

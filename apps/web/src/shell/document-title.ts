import { useEffect } from 'react';
import { useTranslation } from './translation.tsx';

const shown = { title: '', unread: 0 };

/** The title of the document while a page is shown. */
export function useDocumentTitle(title: string): void {
  const { t } = useTranslation('shell');
  useEffect(() => {
    shown.title = title === t('name') ? title : `${title} · ${t('name')}`;
    show();
  }, [title, t]);
}

/** Shows before the title how many messages are unread. */
export function useUnreadInTitle(unread: number): void {
  useEffect(() => {
    shown.unread = unread;
    show();
    return () => {
      shown.unread = 0;
      show();
    };
  }, [unread]);
}

function show(): void {
  const { title, unread } = shown;
  document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${title}` : title;
}

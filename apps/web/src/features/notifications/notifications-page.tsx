import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, CheckCheck, ChevronRight, UserRoundPlus } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { Page } from '../../shell/page.tsx';
import { QueryList } from '../../shell/query-list.tsx';
import { unreadNotificationsQuery } from '../../shell/unread.ts';
import { followRequestsQuery } from '../people/people.queries.ts';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { NotificationRow } from './notification-row.tsx';
import { notificationsQuery } from './notifications.queries.ts';

/** So long in sight, and all that is shown counts as seen. */
const seenMs = 2_000;

/** What others did that concerns me. */
export function NotificationsPage() {
  const { t } = useTranslation('notifications');
  const toast = useToast();
  const errorText = useErrorText();
  const unreadCount = useQuery(unreadNotificationsQuery).data ?? 0;
  const { mutate: readAll } = useMutation({
    mutationFn: () => client.notifications.read({}),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <Page
      title={t('title')}
      actions={
        unreadCount > 0 && (
          <IconButton label={t('readAll')} icon={<CheckCheck />} onClick={() => readAll()} />
        )
      }
      aside={<SuggestionsCard />}
    >
      <FollowRequestsLine />
      <QueryList
        label={t('title')}
        query={notificationsQuery}
        itemKey={({ id }) => id}
        renderItem={(notification) => <NotificationRow notification={notification} />}
        empty={<EmptyState icon={<Bell />} title={t('empty')} text={t('emptyText')} />}
      />
      {unreadCount > 0 && <ReadWhenSeen onSeen={readAll} />}
    </Page>
  );
}

/** Counts what is unread as read once the page has been in sight for a moment. */
function ReadWhenSeen({ onSeen }: { onSeen: () => void }) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') timer = setTimeout(onSeen, seenMs);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [onSeen]);
  return null;
}

function FollowRequestsLine() {
  const { t } = useTranslation('notifications');
  const { data } = useInfiniteQuery(followRequestsQuery('received'));
  const [page] = data?.pages ?? [];
  const count = page?.items.length ?? 0;
  if (!page || count === 0) return null;
  return (
    <ListRow
      className="border-b border-hairline"
      leading={
        <span className="flex size-10 items-center justify-center rounded-full bg-brick-soft text-brick">
          <UserRoundPlus aria-hidden />
        </span>
      }
      title={page.nextCursor === null ? t('followRequests', { count }) : t('manyFollowRequests')}
      trailing={<ChevronRight aria-hidden />}
      render={<Link to="/follow-requests" />}
    />
  );
}

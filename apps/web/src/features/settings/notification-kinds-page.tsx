import type { NotificationKind } from '@xom/contract/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Switch } from '../../design/switch.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { LoadError } from '../../shell/load-error.tsx';
import { DeviceNotices } from './device-notices.tsx';
import { notificationKindsQuery } from './settings.queries.ts';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

const groups = {
  people: ['follow', 'follow_request', 'follow_accepted', 'friend_request', 'friend_accepted'],
  posts: ['like', 'comment', 'reply', 'repost', 'quote'],
  you: ['mention', 'tag'],
} as const satisfies Record<string, readonly NotificationKind[]>;

const groupNames = ['people', 'posts', 'you'] as const;

/** Of what I want to be told. */
export function NotificationKindsPage() {
  const { t } = useTranslation('settings');
  const { data: kinds, error, refetch } = useQuery(notificationKindsQuery);
  const choose = useChoose();
  return (
    <SettingsPanel title={t('notifications')}>
      {error && !kinds ? (
        <LoadError error={error} onRetry={refetch} />
      ) : (
        <>
          <DeviceNotices />
          <p className="px-4 pt-4 text-muted">{t('notificationsIntro')}</p>
          {groupNames.map((group) => (
            <SettingsSection key={group} title={t(`kindGroups.${group}`)}>
              {groups[group].map((kind) =>
                kinds ? (
                  <Switch
                    key={kind}
                    label={t(`kinds.${kind}`)}
                    isOn={kinds[kind]}
                    onChange={(isOn) => choose({ kind, isOn })}
                  />
                ) : (
                  <SkeletonSwitch key={kind} />
                ),
              )}
            </SettingsSection>
          ))}
        </>
      )}
    </SettingsPanel>
  );
}

function SkeletonSwitch() {
  return (
    <div className="flex min-h-11 items-center justify-between">
      <Skeleton className="h-3.5 w-1/2" />
      <Skeleton className="h-7 w-12 rounded-full" />
    </div>
  );
}

/** Shown at once, and taken back when the server refuses. */
function useChoose(): (choice: { kind: NotificationKind; isOn: boolean }) => void {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const show = (kind: NotificationKind, isOn: boolean) =>
    queries.setQueryData(
      notificationKindsQuery.queryKey,
      (kinds) => kinds && { ...kinds, [kind]: isOn },
    );
  const { mutate } = useMutation({
    mutationFn: ({ kind, isOn }: { kind: NotificationKind; isOn: boolean }) =>
      client.notifications.updateSettings({ kinds: { [kind]: isOn } }),
    onMutate: ({ kind, isOn }) => show(kind, isOn),
    onError: (error, { kind, isOn }) => {
      show(kind, !isOn);
      toast.show({ kind: 'error', text: errorText(error) });
    },
  });
  return mutate;
}

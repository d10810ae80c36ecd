import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { LoadError } from '../../shell/load-error.tsx';
import { useFormats } from '../../shell/formats.ts';
import { deviceOf } from './device-name.ts';
import { type DeviceSession, sessionsQuery } from './settings.queries.ts';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

/** Where I am signed in, and how to end that. */
export function SessionsPage() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(sessionsQuery);
  return (
    <SettingsPanel title={t('sessions')}>
      <p className="px-4 pt-4 text-muted">{t('sessionsIntro')}</p>
      {data ? (
        <SessionList sessions={data} />
      ) : error ? (
        <LoadError error={error} onRetry={refetch} />
      ) : (
        Array.from({ length: 3 }, (_, row) => <SkeletonRow key={row} />)
      )}
    </SettingsPanel>
  );
}

function SessionList({ sessions }: { sessions: readonly DeviceSession[] }) {
  const { t } = useTranslation('settings');
  const end = useEndSessions();
  const current = sessions.filter(({ isCurrent }) => isCurrent);
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  return (
    <>
      <SettingsSection title={t('thisDevice')}>
        {current.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </SettingsSection>
      <SettingsSection title={t('otherDevices')}>
        {others.length === 0 && <p className="text-muted">{t('noOtherDevices')}</p>}
        <ul>
          {others.map((session) => (
            <li key={session.id}>
              <SessionRow session={session} onEnd={(done) => end([session], done)} />
            </li>
          ))}
        </ul>
        {others.length > 1 && <EndOthers onConfirm={() => end(others, t('othersEnded'))} />}
      </SettingsSection>
    </>
  );
}

function SessionRow({
  session,
  onEnd,
}: {
  session: DeviceSession;
  /** With what is told when it has ended. */
  onEnd?: (done: string) => void;
}) {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const found = deviceOf(session.userAgent);
  const device = found ? t('device', found) : t('unknownDevice');
  return (
    <div className="icons flex items-center gap-3 py-2">
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken text-muted">
        <MonitorSmartphone aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{device}</p>
        <p className="text-caption text-muted">
          {[
            t('lastUsed', { when: formats.relativeTime(session.lastUsedAt) }),
            t('signedInAt', { date: formats.date(session.createdAt) }),
            session.address,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      </div>
      {onEnd && (
        <Button
          variant="secondary"
          size="sm"
          aria-label={t('endSessionLabel', { device })}
          onClick={() => onEnd(t('sessionEnded', { device }))}
        >
          {t('endSession')}
        </Button>
      )}
    </div>
  );
}

function EndOthers({ onConfirm }: { onConfirm: () => void }) {
  const { t } = useTranslation(['settings', 'shell']);
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button variant="danger" className="mt-3 w-full" onClick={() => setAsked(true)}>
        {t('endOthers')}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('endOthersTitle')}
        text={t('endOthersText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('endOthers')}
        isDanger
        onConfirm={() => {
          setAsked(false);
          onConfirm();
        }}
      />
    </>
  );
}

/** Ends sessions: gone from the list at once; what is left of them the server says after. */
function useEndSessions(): (sessions: readonly DeviceSession[], done: string) => void {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const { queryKey } = sessionsQuery;
  const { mutate } = useMutation({
    mutationFn: ({ sessions }: { sessions: readonly DeviceSession[]; done: string }) =>
      Promise.all(sessions.map(({ id }) => client.auth.endSession({ sessionId: id }))),
    onMutate: ({ sessions }) =>
      queries.setQueryData(queryKey, (shown) => shown?.filter((each) => !sessions.includes(each))),
    onSuccess: (_answer, { done }) => toast.show({ text: done }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return (sessions, done) => mutate({ sessions, done });
}

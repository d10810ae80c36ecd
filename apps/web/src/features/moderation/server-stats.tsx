import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { SkeletonText } from '../../design/skeleton.tsx';
import { LoadError } from '../../shell/load-error.tsx';
import { useFormats } from '../../shell/formats.ts';
import { statsQuery } from './moderation.queries.ts';

const shown = [
  'users',
  'suspendedUsers',
  'onlineUsers',
  'openSockets',
  'conversations',
  'messages',
  'mediaFiles',
  'mediaBytes',
] as const;

/** How much there is on this server. */
export function ServerStats() {
  const { t } = useTranslation('moderation');
  const formats = useFormats();
  const { data, error, refetch } = useQuery(statsQuery);
  if (error && !data) {
    return <LoadError error={error} onRetry={refetch} />;
  }
  return (
    <dl className="grid grid-cols-2 gap-px bg-hairline">
      {shown.map((name) => (
        <div key={name} className="bg-surface p-4">
          <dt className="text-muted">{t(`counts.${name}`)}</dt>
          <dd className="text-headline font-semibold tabular-nums">
            {!data ? (
              <SkeletonText lines={1} />
            ) : name === 'mediaBytes' ? (
              formats.bytes(data[name])
            ) : (
              formats.number(data[name])
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

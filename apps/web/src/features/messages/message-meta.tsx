import { Check, CheckCheck, CircleAlert, Clock, Timer } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { useFormats } from '../../shell/formats.ts';
import type { ItemStatus } from './timeline-item.ts';

interface MessageMetaProps {
  createdAt: string;
  status: ItemStatus;
  isEdited?: boolean;
  expiresAt?: string | null;
  /** Where it stands: in the last line of a text, on a picture, or below a sticker. */
  ground: 'bubble' | 'picture' | 'page';
}

const grounds = {
  bubble: 'float-right mt-1.5 -mb-0.5 ml-3 text-muted',
  picture: 'absolute right-2 bottom-2 rounded-full bg-scrim px-2 text-on-night',
  page: 'self-end rounded-full px-2 text-muted',
} as const;

/** When a message was written, and how far it is. */
export function MessageMeta({ createdAt, status, isEdited, expiresAt, ground }: MessageMetaProps) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 text-[0.75rem] leading-5 whitespace-nowrap not-italic tabular-nums select-none ${grounds[ground]}`}
    >
      {typeof expiresAt === 'string' && (
        <span title={t('disappears', { when: formats.dateTime(expiresAt) })}>
          <Timer className="size-3.5" aria-hidden />
          <span className="sr-only">{t('disappears', { when: formats.dateTime(expiresAt) })}</span>
        </span>
      )}
      {isEdited === true && <span>{t('edited')}</span>}
      <time dateTime={createdAt} title={formats.dateTime(createdAt)}>
        {formats.time(createdAt)}
      </time>
      {status !== null && <StatusIcon status={status} isOnPicture={ground === 'picture'} />}
    </span>
  );
}

const icons = {
  sending: Clock,
  failed: CircleAlert,
  sent: Check,
  delivered: CheckCheck,
  seen: CheckCheck,
} as const;

/** How far a message of mine is, as an icon with a name. */
export function StatusIcon({
  status,
  isOnPicture = false,
}: {
  status: NonNullable<ItemStatus>;
  isOnPicture?: boolean;
}) {
  const { t } = useTranslation('messages');
  const Icon = icons[status];
  const isLoud = (status === 'seen' || status === 'failed') && !isOnPicture;
  return (
    <span data-status={status} className={isLoud ? 'text-brick' : ''} title={t(`status.${status}`)}>
      <Icon className="size-4" strokeWidth={2} aria-hidden />
      <span className="sr-only">{t(`status.${status}`)}</span>
    </span>
  );
}

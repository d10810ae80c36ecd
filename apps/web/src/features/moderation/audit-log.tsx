import type { AuditEntry } from '@xom/contract/moderation';
import type { z } from 'zod';
import { ScrollText } from 'lucide-react';
import { Trans, useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useFormats } from '../../shell/formats.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { auditQuery } from './moderation.queries.ts';

type Entry = z.output<typeof AuditEntry>;

/** Every act of moderation, newest first. */
export function AuditLog() {
  const { t } = useTranslation('moderation');
  return (
    <QueryList
      label={t('audit')}
      query={auditQuery}
      itemKey={({ id }) => id}
      renderItem={(entry) => <EntryRow entry={entry} />}
      empty={<EmptyState icon={<ScrollText />} title={t('noAudit')} text={t('noAuditText')} />}
    />
  );
}

const bold = <b className="font-semibold" />;

function EntryRow({ entry: { actor, act, subject, from, to, createdAt } }: { entry: Entry }) {
  const { t } = useTranslation('moderation');
  const formats = useFormats();
  const nameOf = usePersonName();
  const wordOf = (value: string): string => {
    if (act === 'role' && isRole(value)) return t(`roles.${value}`);
    if (act === 'state' && isState(value)) return t(`states.${value}`);
    return value;
  };
  const values = {
    actor: actor ? nameOf(actor) : t('serverLine'),
    subject: nameOf(subject),
    from: wordOf(from),
    to: wordOf(to),
  };
  return (
    <div className="border-b border-hairline px-4 py-3">
      <p>
        <Trans t={t} i18nKey={`acts.${act}`} values={values} components={{ b: bold }} />
      </p>
      <time dateTime={createdAt} className="text-caption text-muted">
        {formats.dateTime(createdAt)}
      </time>
    </div>
  );
}

function isRole(value: string): value is 'user' | 'moderator' | 'admin' {
  return ['user', 'moderator', 'admin'].includes(value);
}

function isState(value: string): value is 'active' | 'not_active' | 'deleted' {
  return ['active', 'not_active', 'deleted'].includes(value);
}

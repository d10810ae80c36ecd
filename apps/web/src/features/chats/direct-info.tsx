import type { Person } from '@xom/contract/fields';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { usePersonName } from '../people/person-name.tsx';
import { blockedQuery } from './chats.queries.ts';

/** Leads to the other one's profile. */
export function ProfileRow({ person }: { person: Person }) {
  const { t } = useTranslation('chats');
  // An account that is gone has none.
  if (person.username === null) return null;
  return (
    <div className="border-t border-hairline">
      <ListRow
        leading={<UserRound aria-hidden className="text-muted" />}
        title={t('profile')}
        subtitle={`@${person.username}`}
        render={<Link to="/people/$username" params={{ username: person.username }} />}
      />
    </div>
  );
}

/** Blocks the other one, or takes that back. */
export function BlockRow({ person }: { person: Person }) {
  const { t } = useTranslation(['chats', 'shell']);
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const name = usePersonName()(person);
  const { id: userId } = person;
  const isBlocked = useQuery(blockedQuery).data?.includes(userId) ?? false;
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: async (isOn: boolean) => {
      if (isOn) await client.users.block({ userId });
      else await client.users.unblock({ userId });
    },
    onSuccess: () => setAsked(false),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: blockedQuery.queryKey }),
  });
  return (
    <>
      <ListRow
        leading={<Ban aria-hidden className="text-brick" />}
        title={t(isBlocked ? 'unblock' : 'block', { name })}
        isDanger
        onSelect={() => (isBlocked ? mutate(false) : setAsked(true))}
      />
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('blockTitle', { name })}
        text={t('blockText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('blockConfirm')}
        isDanger
        isBusy={isPending}
        onConfirm={() => mutate(true)}
      />
    </>
  );
}

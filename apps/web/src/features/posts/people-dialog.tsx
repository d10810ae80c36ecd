import type { Person } from '@xom/contract/fields';
import { UsersRound } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { EmptyState } from '../../design/state.tsx';
import type { PagesQuery } from '../../shell/pages.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { PersonRow } from '../people/person-row.tsx';

/** Who did something, as a list in a dialog. */
export function PeopleDialog<Item extends { readonly user: Person }>({
  isOpen,
  onClose,
  title,
  query,
}: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  query: PagesQuery<Item>;
}) {
  const { t } = useTranslation(['posts', 'shell']);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      closeLabel={t('shell:close')}
      size="sm"
      isFlush
    >
      <QueryList
        label={title}
        query={query}
        itemKey={({ user }) => user.id}
        renderItem={({ user }) => <PersonRow person={user} />}
        empty={<EmptyState icon={<UsersRound />} title={t('nobody')} heading="p" />}
      />
    </Dialog>
  );
}

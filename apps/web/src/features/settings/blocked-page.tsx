import type { Person } from '@xom/contract/fields';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRoundX, VolumeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { mapPages, type Page } from '../../shell/pages.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { blocksQuery, mutesQuery } from './settings.queries.ts';
import { SettingsPanel } from './settings-panel.tsx';

type Kind = 'blocked' | 'muted';

interface Listed {
  readonly user: Person;
  readonly since: string;
}

const kinds = {
  blocked: {
    query: blocksQuery,
    icon: <UserRoundX />,
    texts: {
      tab: 'blockedTab',
      since: 'blockedSince',
      end: 'unblock',
      endLabel: 'unblockLabel',
      ended: 'unblocked',
      empty: 'noBlocked',
      emptyText: 'noBlockedText',
    },
    end: (user: Person) => client.users.unblock({ userId: user.id }),
    begin: async (user: Person) => void (await client.users.block({ userId: user.id })),
  },
  muted: {
    query: mutesQuery,
    icon: <VolumeOff />,
    texts: {
      tab: 'mutedTab',
      since: 'mutedSince',
      end: 'unmute',
      endLabel: 'unmuteLabel',
      ended: 'unmuted',
      empty: 'noMuted',
      emptyText: 'noMutedText',
    },
    end: (user: Person) => client.users.unmute({ userId: user.id }),
    begin: async (user: Person) => void (await client.users.mute({ userId: user.id })),
  },
} as const;

/** Whom I blocked and whom I muted, and how to take it back. */
export function BlockedPage() {
  const { t } = useTranslation('settings');
  const [kind, setKind] = useState<Kind>('blocked');
  return (
    <SettingsPanel title={t('blocked')}>
      <div className="p-4 pb-2">
        <SegmentedControl
          label={t('blocked')}
          value={kind}
          onChange={setKind}
          options={(['blocked', 'muted'] as const).map((value) => ({
            value,
            label: t(kinds[value].texts.tab),
          }))}
        />
      </div>
      <PeopleOf key={kind} kind={kind} />
    </SettingsPanel>
  );
}

function PeopleOf({ kind }: { kind: Kind }) {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const nameOf = usePersonName();
  const end = useEnd(kind);
  const { query, icon, texts } = kinds[kind];
  return (
    <QueryList<Listed>
      label={t(texts.tab)}
      query={query}
      itemKey={({ user }) => user.id}
      renderItem={({ user, since }) => (
        <PersonRow
          person={user}
          subtitle={t(texts.since, { when: formats.relativeTime(since) })}
          action={
            <Button
              variant="secondary"
              size="sm"
              aria-label={t(texts.endLabel, { name: nameOf(user) })}
              onClick={() => end(user)}
            >
              {t(texts.end)}
            </Button>
          }
        />
      )}
      empty={<EmptyState icon={icon} title={t(texts.empty)} text={t(texts.emptyText)} />}
    />
  );
}

/** Takes it back at once, and offers to do it again after all. */
function useEnd(kind: Kind): (user: Person) => void {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const nameOf = usePersonName();
  const toast = useToast();
  const errorText = useErrorText();
  const { query, end, begin, texts } = kinds[kind];
  const refetch = () => queries.invalidateQueries({ queryKey: query.queryKey });
  const onError = (error: unknown) => toast.show({ kind: 'error', text: errorText(error) });
  const { mutate: again } = useMutation({ mutationFn: begin, onError, onSettled: refetch });
  const { mutate } = useMutation({
    mutationFn: end,
    onMutate: ({ id }) =>
      queries.setQueryData<InfiniteData<Page<Listed>>>(
        query.queryKey,
        (pages) => pages && mapPages(pages, (each) => (each.user.id === id ? null : each)),
      ),
    onSuccess: (_answer, user) =>
      toast.show({
        text: t(texts.ended, { name: nameOf(user) }),
        action: { label: t('undo'), onSelect: () => again(user) },
      }),
    onError,
    onSettled: refetch,
  });
  return mutate;
}

import type { Conversation, Member, MemberRole } from '@xom/contract/conversations';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Search, UserRoundPlus } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { VList } from 'virtua';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { itemsOf } from '../../shell/pages.ts';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { AddMembersDialog } from './add-members-dialog.tsx';
import { fold } from './chat-filter.ts';
import { membersQuery } from './chats.queries.ts';
import { MemberRow } from './member-row.tsx';
import { roleOf } from './roles.ts';
import { VirtualListItem } from './virtual-list-item.tsx';

const searchedFrom = 8;
const rowPx = 60;
const tallestPx = 448;

/** Who is in a group: the owner and admins first; to search, to add to. */
export function MemberList({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chats');
  const me = useMe();
  const [isAdding, setAdding] = useState(false);
  const [query, setQuery] = useState('');
  const { members, problem } = useMembers(conversation);
  const shown = useShown(members, useDeferredValue(query));
  const myRole = roleOf(conversation, me.id, members);
  const mayInvite = conversation.settings.whoMayInvite === 'members' || myRole !== 'member';
  return (
    <section aria-label={t('memberList')} className="border-t border-hairline pt-3">
      <div className="flex items-center gap-2 px-4 pb-2">
        <h3 className="min-w-0 flex-1 font-semibold">
          {t('members', { count: conversation.memberCount })}
        </h3>
        {mayInvite && (
          <Button
            variant="secondary"
            size="sm"
            icon={<UserRoundPlus />}
            onClick={() => setAdding(true)}
          >
            {t('addMembers')}
          </Button>
        )}
      </div>
      {conversation.memberCount >= searchedFrom && (
        <div className="px-4 pb-2">
          <TextField
            type="search"
            label={t('searchMembers')}
            isLabelHidden
            placeholder={t('searchMembers')}
            leading={<Search />}
            value={query}
            onChange={({ target }) => setQuery(target.value)}
          />
        </div>
      )}
      {problem !== null && <p className="px-4 py-2 text-caption text-brick">{problem}</p>}
      {shown.length === 0 && <p className="px-4 py-6 text-center text-muted">{t('nobodyFound')}</p>}
      <VList
        item={VirtualListItem}
        role="list"
        aria-label={t('memberList')}
        data={shown}
        itemSize={rowPx}
        style={{ height: Math.min(tallestPx, shown.length * rowPx) }}
      >
        {(member) => (
          <MemberRow
            key={member.user.id}
            conversation={conversation}
            member={member}
            myRole={myRole}
          />
        )}
      </VList>
      <AddMembersDialog
        conversation={conversation}
        members={members}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
      />
    </section>
  );
}

/** All members; those that the conversation names are there at once. */
function useMembers(conversation: Conversation) {
  const errorText = useErrorText();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    membersQuery(conversation.id),
  );
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, fetchNextPage]);
  const members = data ? itemsOf(data, ({ user }) => user.id) : conversation.members;
  return { members, problem: error && errorText(error) };
}

const order: readonly MemberRole[] = ['owner', 'admin', 'member'];

function useShown(members: readonly Member[], query: string): readonly Member[] {
  const nameOf = usePersonName();
  const words = fold(query).split(/\s+/u);
  return members
    .filter(({ user }) => {
      const name = fold(`${nameOf(user)} ${user.username ?? ''}`);
      return words.every((word) => name.includes(word));
    })
    .toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

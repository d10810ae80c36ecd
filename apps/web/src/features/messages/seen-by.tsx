import type { Conversation } from '@xom/contract/conversations';
import type { UserId } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { useLiveValue } from '../../shell/use-live.ts';
import { useConversationPeople, useMemberNames } from './member-names.tsx';
import { isStored, type TimelineItem } from './timeline-item.ts';

const atMost = 6;

/** Who has read the newest message of a group, as small pictures below it. */
export function SeenBy({
  conversation: { id },
  items,
}: {
  conversation: Conversation;
  items: readonly TimelineItem[];
}) {
  const { t } = useTranslation('messages');
  const people = useConversationPeople();
  const names = useMemberNames();
  const newest = items.at(-1);
  const seq = newest && isStored(newest) ? newest.seq : null;
  const senderId = newest && isStored(newest) ? newest.senderId : null;
  // As one text, which stays the same while the same people have read it.
  const joined = useLiveValue(`timeline:${id}`, (live) =>
    seq === null ? '' : live.readers(id, seq).join(' '),
  );
  const readers = joined
    .split(' ')
    .filter((userId): userId is UserId => userId !== '' && userId !== senderId);
  const shown = readers.slice(0, atMost);
  const text = t('seenBy', { names: readers.map(names).join(', ') });
  return (
    <div className="mx-auto flex h-5 w-full max-w-200 shrink-0 items-center justify-end gap-0.5 px-3">
      {shown.length > 0 && (
        <span title={text} className="flex items-center gap-0.5">
          <span className="sr-only">{text}</span>
          {shown.map((userId) => (
            <span key={userId} className="origin-right scale-75">
              <Avatar
                id={userId}
                name={names(userId)}
                photoUrl={people.get(userId)?.photoUrl}
                size="xs"
              />
            </span>
          ))}
          {readers.length > atMost && (
            <span className="text-caption text-muted">+{readers.length - atMost}</span>
          )}
        </span>
      )}
    </div>
  );
}

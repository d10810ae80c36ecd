import { useQuery } from '@tanstack/react-query';
import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { useConversationPeople, useMemberNames } from './member-names.tsx';
import { positionsQuery, receiptsQuery } from './messages.queries.ts';

/** When a message was written and changed, who has seen it, whom it has reached, who reacted. */
export function MessageInfoDialog({
  message,
  onClose,
}: {
  /** Null: it is closed. */
  message: Message | null;
  onClose: () => void;
}) {
  const { t } = useTranslation(['messages', 'shell']);
  return (
    <Dialog
      isOpen={message !== null}
      onClose={onClose}
      title={t('messageInfo')}
      closeLabel={t('shell:close')}
      isFlush
    >
      {message && (
        <>
          <Times message={message} />
          <Receipts message={message} />
          <Reactions message={message} />
        </>
      )}
    </Dialog>
  );
}

function Times({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const { createdAt, editedAt, recalledAt, expiresAt, originalContent } = message;
  const rows = [
    [t('sentAt'), formats.dateTime(createdAt)],
    editedAt === null ? null : [t('editedAt'), formats.dateTime(editedAt)],
    recalledAt === null ? null : [t('recalledAt'), formats.dateTime(recalledAt)],
    expiresAt === null ? null : [t('expiresAt'), formats.dateTime(expiresAt)],
    originalContent === null ? null : [t('originalText'), originalContent],
  ].filter((row) => row !== null);
  return (
    <dl className="space-y-2 px-4 pb-3">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt className="text-caption text-muted">{name}</dt>
          <dd className="whitespace-pre-wrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Receipts({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const errorText = useErrorText();
  const me = useMe();
  const isOther = (userId: UserId) => userId !== message.senderId && userId !== me.id;
  const receipts = useQuery(receiptsQuery(message.conversationId, message.id));
  const positions = useQuery(positionsQuery(message.conversationId));
  if (receipts.isError) return <p className="px-4 text-brick">{errorText(receipts.error)}</p>;
  if (receipts.isPending) return <SkeletonRow />;
  const readers = receipts.data.filter(({ userId }) => isOther(userId));
  const hasRead = new Set(readers.map(({ userId }) => userId));
  const reached = (positions.data ?? []).filter(
    ({ userId, deliveredUpToSeq }) =>
      deliveredUpToSeq >= message.seq && isOther(userId) && !hasRead.has(userId),
  );
  return (
    <>
      <People
        title={t('seenTitle', { count: readers.length })}
        people={readers.map(({ userId, readAt }) => ({ userId, note: formats.dateTime(readAt) }))}
      />
      <People
        title={t('deliveredTitle', { count: reached.length })}
        people={reached.map(({ userId }) => ({ userId, note: null }))}
      />
      {readers.length === 0 && reached.length === 0 && (
        <p className="px-4 pb-2 text-muted">{t('seenByNobody')}</p>
      )}
    </>
  );
}

function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  return message.reactions.map(({ emoji, userIds, count }) => (
    <People
      key={emoji}
      title={t('reactedTitle', { emoji, count })}
      people={userIds.map((userId) => ({ userId, note: null }))}
    />
  ));
}

function People({
  title,
  people,
}: {
  title: string;
  people: readonly { userId: UserId; note: string | null }[];
}) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const known = useConversationPeople();
  const names = useMemberNames();
  if (people.length === 0) return null;
  return (
    <section>
      <h3 className="px-4 pt-2 text-caption font-semibold text-muted">{title}</h3>
      <ul>
        {people.map(({ userId, note }) => (
          <li key={userId}>
            <ListRow
              leading={
                <Avatar id={userId} name={names(userId)} photoUrl={known.get(userId)?.photoUrl} />
              }
              title={userId === me.id ? t('you') : names(userId)}
              {...(note !== null && { subtitle: note })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

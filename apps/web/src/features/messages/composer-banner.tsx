import type { Message } from '@xom/contract/message-shape';
import { Pencil, Reply, X } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { useExcerpt } from './message-quote.tsx';

/** What the composer is about: a message of mine that changes, or the one that I answer. */
export type ComposerSubject =
  | { readonly kind: 'reply'; readonly message: Message }
  | { readonly kind: 'edit'; readonly message: Message };

/** Above the text field: what it answers or changes, and a way out. */
export function ComposerBanner({
  subject,
  onCancel,
}: {
  subject: ComposerSubject;
  onCancel: () => void;
}) {
  const { t } = useTranslation('messages');
  const nameOf = usePersonName();
  const excerpt = useExcerpt();
  const { kind, message } = subject;
  const Icon = kind === 'edit' ? Pencil : Reply;
  return (
    <div className="flex items-center gap-3 px-3 pt-2 text-caption">
      <Icon className="size-5 shrink-0 text-brick" strokeWidth={1.75} aria-hidden />
      <div className="min-w-0 flex-1 border-l-2 border-brick pl-2">
        <p className="truncate font-semibold text-brick">
          {kind === 'edit' ? t('editing') : t('replyingTo', { name: nameOf(message.sender) })}
        </p>
        <p className="truncate text-muted">{excerpt(message)}</p>
      </div>
      <IconButton
        size="sm"
        label={t(kind === 'edit' ? 'cancelEdit' : 'cancelReply')}
        icon={<X />}
        onClick={onCancel}
      />
    </div>
  );
}

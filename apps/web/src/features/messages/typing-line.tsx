import type { Conversation } from '@xom/contract/conversations';
import { useTranslation } from '../../shell/translation.tsx';
import { useMemberNames } from './member-names.tsx';
import { useTyping } from '../../shell/use-live.ts';

/** "An is writing…"; null: nobody is. */
export function useTypingText({
  id,
  isGroup,
}: Pick<Conversation, 'id' | 'isGroup'>): string | null {
  const { t } = useTranslation('messages');
  const typing = useTyping(id);
  const names = useMemberNames();
  const [first, second] = typing;
  if (!first) return null;
  if (!isGroup) return t('typing');
  if (typing.length > 2) return t('typingMany', { count: typing.length });
  return second === undefined
    ? t('typingOne', { name: names(first) })
    : t('typingTwo', { first: names(first), second: names(second) });
}

/** Who is writing, at the lower edge of the messages. */
export function TypingLine({ conversation }: { conversation: Conversation }) {
  const text = useTypingText(conversation);
  if (text === null) return null;
  return (
    <p className="pointer-events-none absolute bottom-1 left-3 flex max-w-[80%] items-center gap-2 rounded-full bg-raised px-3 py-0.5 text-caption text-muted shadow-float">
      <span aria-hidden className="flex gap-0.5">
        <i className="size-1 animate-pulse rounded-full bg-current" />
        <i className="size-1 animate-pulse rounded-full bg-current [animation-delay:200ms]" />
        <i className="size-1 animate-pulse rounded-full bg-current [animation-delay:400ms]" />
      </span>
      <span className="truncate">{text}</span>
    </p>
  );
}

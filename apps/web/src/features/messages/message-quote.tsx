import type { Message, MessageType } from '@xom/contract/message-shape';
import { useTranslation } from '../../shell/translation.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { useRowActs } from './message-acts.ts';

/** The message that another one answers, short; it leads there. */
export function MessageQuote({ quote }: { quote: NonNullable<Message['reply']> }) {
  const { t } = useTranslation('messages');
  const nameOf = usePersonName();
  const acts = useRowActs();
  const excerpt = useExcerpt();
  return (
    <button
      type="button"
      onClick={() => acts.jumpTo(quote.id)}
      className="relative mb-1 block w-full min-w-32 rounded-sm border-l-2 border-brick bg-hover px-2 py-1 text-left text-caption hover:bg-hairline"
    >
      <span className="sr-only">{t('goToQuoted', { name: nameOf(quote.sender) })}: </span>
      <span className="block truncate font-semibold text-brick">{nameOf(quote.sender)}</span>
      <span className="block truncate text-muted">{excerpt(quote)}</span>
    </button>
  );
}

interface Excerpted {
  readonly type: MessageType;
  readonly content: string | null;
  readonly isRecalled: boolean;
}

/** What a message says, in one line: its text, or what kind it is. */
export function useExcerpt(): (message: Excerpted) => string {
  const { t } = useTranslation('messages');
  return ({ type, content, isRecalled }) => {
    if (isRecalled) return t('recalled');
    return content ?? t(`kinds.${type}`);
  };
}

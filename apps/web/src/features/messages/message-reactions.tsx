import type { UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { useTranslation } from '../../shell/translation.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { useRowActs } from './message-acts.ts';
import { standsFree } from './message-bubble.tsx';
import { useMemberNames } from './member-names.tsx';

/** The reactions to a message; each is a switch of mine. */
export function MessageReactions({ message }: { message: Message }) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const formats = useFormats();
  const acts = useRowActs();
  const names = useMemberNames();
  if (message.reactions.length === 0) return null;

  const who = (userIds: readonly UserId[], count: number): string => {
    const shown = userIds.slice(0, 10).map((id) => (id === me.id ? t('you') : names(id)));
    const more = count - shown.length;
    return more > 0
      ? t('namesAndMore', { names: shown.join(', '), count: more })
      : shown.join(', ');
  };
  return (
    // They hang over the edge of the bubble, which leaves them room.
    <ul
      className={`relative z-1 flex flex-wrap gap-1 ${standsFree(message) ? 'pt-1' : '-mt-2 px-2'}`}
      aria-label={t('reactions')}
    >
      {message.reactions.map(({ emoji, count, userIds }) => {
        const isMine = userIds.includes(me.id);
        const people = who(userIds, count);
        return (
          <li key={emoji}>
            <Tooltip text={people}>
              <button
                type="button"
                aria-pressed={isMine}
                aria-label={t('reactionBy', { emoji, people, count })}
                onClick={() => acts.toggleReaction(message, emoji)}
                className={`touch flex h-7 items-center gap-1 rounded-full border px-2 text-caption tabular-nums transition-colors ${isMine ? 'border-brick bg-brick-soft font-semibold text-brick' : 'border-hairline bg-surface text-ink hover:bg-hover'}`}
              >
                <span aria-hidden>{emoji}</span>
                {count > 1 && <span aria-hidden>{formats.count(count)}</span>}
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

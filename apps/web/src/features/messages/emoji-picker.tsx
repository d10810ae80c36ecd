import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { TextField } from '../../design/field.tsx';
import { emojiGroups, emojiOf, findEmoji, type NamedEmoji } from './emoji-list.ts';

/** All emoji by kind; they are found by their names in English and in Vietnamese. */
export function EmojiPicker({ onSelect }: { onSelect: (emoji: string) => void }) {
  const { t } = useTranslation('messages');
  const [asked, setAsked] = useState('');
  const found = asked.trim() === '' ? null : findEmoji(asked);
  return (
    <div className="flex h-full flex-col">
      <div className="p-2">
        <TextField
          label={t('findEmoji')}
          isLabelHidden
          placeholder={t('findEmoji')}
          type="search"
          value={asked}
          leading={<Search />}
          onChange={({ target }) => setAsked(target.value)}
        />
      </div>
      {/* Arrow keys lead through the buttons, which have the focus themselves. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={moveByArrows} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {found ? (
          <EmojiGrid emoji={found} onSelect={onSelect} />
        ) : (
          emojiGroups.map((group) => (
            <section key={group}>
              <h2 className="sticky top-0 bg-raised py-1 text-caption font-semibold text-muted">
                {t(`emoji.${group}`)}
              </h2>
              <EmojiGrid emoji={emojiOf(group)} onSelect={onSelect} />
            </section>
          ))
        )}
        <p role="status" className="text-center text-muted">
          {found?.length === 0 ? t('noEmoji') : ''}
        </p>
      </div>
    </div>
  );
}

function EmojiGrid({
  emoji,
  onSelect,
}: {
  emoji: readonly NamedEmoji[];
  onSelect: (emoji: string) => void;
}) {
  const { i18n } = useTranslation();
  const language = i18n.language === 'vi' ? 1 : 0;
  return (
    <div className="grid grid-cols-7">
      {emoji.map((one) => (
        <button
          key={one.emoji}
          type="button"
          aria-label={one.names[language]}
          title={one.names[language]}
          onClick={() => onSelect(one.emoji)}
          className="flex min-h-11 items-center justify-center rounded-sm text-headline -outline-offset-2 hover:bg-hover"
        >
          <span aria-hidden>{one.emoji}</span>
        </button>
      ))}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === event.target);
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
}

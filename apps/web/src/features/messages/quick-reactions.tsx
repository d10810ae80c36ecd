import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

interface QuickReactionsProps {
  /** Those of mine. */
  mine: ReadonlySet<string>;
  onReact: (emoji: string) => void;
  onMore: () => void;
}

/** The first row of a message's menu. */
export function QuickReactions({ mine, onReact, onMore }: QuickReactionsProps) {
  const { t } = useTranslation('messages');
  const item =
    'icons flex size-11 shrink-0 items-center justify-center rounded-full text-headline outline-none data-highlighted:bg-hover';
  return (
    <Menu.Group aria-label={t('react')} className="flex justify-between px-1 pb-2 tablet:px-2">
      {quick.map((emoji) => (
        <Menu.Item
          key={emoji}
          aria-label={t('reactWith', { emoji })}
          onClick={() => onReact(emoji)}
          className={`${item} ${mine.has(emoji) ? 'bg-brick-soft' : ''}`}
        >
          <span aria-hidden>{emoji}</span>
        </Menu.Item>
      ))}
      <Menu.Item aria-label={t('moreReactions')} onClick={onMore} className={`${item} text-muted`}>
        <Plus aria-hidden />
      </Menu.Item>
    </Menu.Group>
  );
}

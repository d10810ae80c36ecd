import { type RefObject, Suspense, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Popover } from '../../design/popover.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { lazily } from '../../design/lazily.ts';

const EmojiPicker = lazily(async () => (await import('./emoji-picker.tsx')).EmojiPicker);
const StickerPanel = lazily(async () => (await import('./sticker-panel.tsx')).StickerPanel);

interface ExpressionPopoverProps {
  isOpen: boolean;
  onClose: () => void;
  anchor: RefObject<HTMLElement | null>;
  hasStickers: boolean;
  onEmoji: (emoji: string) => void;
  onSticker: (stickerUrl: string) => void;
}

/** Emoji and stickers, to choose from. */
export function ExpressionPopover({
  isOpen,
  onClose,
  anchor,
  hasStickers,
  onEmoji,
  onSticker,
}: ExpressionPopoverProps) {
  const { t } = useTranslation('messages');
  const [kind, setKind] = useState<'emoji' | 'stickers'>('emoji');
  return (
    <Popover
      isOpen={isOpen}
      onClose={onClose}
      anchor={anchor}
      side="top"
      align="end"
      label={t('expressions')}
      isFlush
    >
      <div className="w-84 max-w-full">
        {hasStickers && (
          <div className="p-2 pb-0">
            <SegmentedControl
              label={t('expressions')}
              value={kind}
              onChange={setKind}
              options={[
                { value: 'emoji', label: t('emojiTitle') },
                { value: 'stickers', label: t('stickersTitle') },
              ]}
            />
          </div>
        )}
        <div className="h-80">
          <Suspense fallback={null}>
            {hasStickers && kind === 'stickers' ? (
              <StickerPanel onSelect={onSticker} />
            ) : (
              <EmojiPicker onSelect={onEmoji} />
            )}
          </Suspense>
        </div>
      </div>
    </Popover>
  );
}
